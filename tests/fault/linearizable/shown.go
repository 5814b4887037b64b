package main

import (
	"sort"

	"github.com/anishathalye/porcupine"
)

// How old a figure may be that is shown: StockDesk::fresh_for is a second, and it is read and sent.
const shownFor = int64(1_250_000_000) // ns

// A buyer who was told between two times that nothing is there, before anything was held.
type shown struct {
	sku      string
	from, to int64
}

// outdated counts those who were told so although a unit was there at every moment from shownFor before they asked until they were told.
// Certain, and therefore not all: units that came for sure, less all that may have been taken. (The search for an order is not asked:
// each of these may be anywhere within a second, and thousands of them are too much for it.)
func outdated(told []shown, operations []porcupine.Operation) int {
	type change struct {
		at    int64
		units int
	}
	changes := map[string][]change{}
	for _, operation := range operations {
		one := operation.Input.(step)
		switch one.kind {
		case put:
			changes[one.sku] = append(changes[one.sku], change{operation.Return, one.units})
		case take, lend:
			changes[one.sku] = append(changes[one.sku], change{operation.Call, -1})
		}
	}
	for _, of := range changes {
		sort.Slice(of, func(i, j int) bool { return of[i].at < of[j].at })
		for i := 1; i < len(of); i++ { // from here on: units at least, behind each change
			of[i].units += of[i-1].units
		}
	}
	count := 0
	for _, one := range told {
		of := changes[one.sku]
		next := sort.Search(len(of), func(i int) bool { return of[i].at > one.from-shownFor })
		always := next > 0 && of[next-1].units > 0
		for ; always && next < len(of) && of[next].at <= one.to; next++ {
			always = of[next].units > 0
		}
		if always {
			count++
		}
	}
	return count
}
