// The stock of one item as buyers may see it: units that are free, and what is not known for certain.
package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

type kind int

const (
	put    kind = iota // units came on stock
	take               // one was sold
	refuse             // "sold out": at that moment none was free
	lend               // one may be taken at any time from here on: a purchase of unknown end
	back               // one may come back at any time from here on: an order that may have been given up
)

type step struct {
	sku   string
	kind  kind
	units int
}

// Deterministic, so that the checker looks only for the places of what overlaps: units that may have been taken or come back are kept
// as such until what was seen needs them. To use them as late and as few as possible never rules out what an earlier use would allow,
// since each is a single unit.
type stock struct {
	free, maybeBack, maybeTaken int
}

func (s stock) after(step step) (stock, bool) {
	switch step.kind {
	case put:
		s.free += step.units
	case take:
		if s.free > 0 {
			s.free--
			return s, true
		}
		s.maybeBack--
		return s, s.maybeBack >= 0
	case refuse:
		s.maybeTaken -= s.free
		s.maybeBack += s.free // whoever took them may still give up
		s.free = 0
		return s, s.maybeTaken >= 0
	case lend:
		s.maybeTaken++
	case back:
		s.maybeBack++
	}
	return s, true
}

// Of histories of many items, each of which begins with nothing on stock.
func model() porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			var parts [][]porcupine.Operation
			at := map[string]int{}
			for _, operation := range history {
				sku := operation.Input.(step).sku
				if _, known := at[sku]; !known {
					at[sku] = len(parts)
					parts = append(parts, nil)
				}
				parts[at[sku]] = append(parts[at[sku]], operation)
			}
			return parts
		},
		Init: func() interface{} { return stock{} },
		Step: func(state, input, _ interface{}) (bool, interface{}) {
			next, possible := state.(stock).after(input.(step))
			return possible, next
		},
		DescribeOperation: func(input, _ interface{}) string {
			names := map[kind]string{put: "put", take: "sold", refuse: "sold out", lend: "may be taken", back: "may come back"}
			one := input.(step)
			return fmt.Sprintf("%s %d", names[one.kind], one.units)
		},
		DescribeState: func(state interface{}) string {
			s := state.(stock)
			return fmt.Sprintf("%d free, %d may come back, %d may be taken", s.free, s.maybeBack, s.maybeTaken)
		},
	}
}
