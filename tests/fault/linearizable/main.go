// Command linearizable says whether what buyers saw of each stock item can be put in one order that agrees with the clock: every sale
// took a unit that was there, and whoever was told "sold out" was told so when none was free. The checker is porcupine (Wing and Gong's
// search with Lowe's memory); the model is stock.go, the format history.go. What is told before anything is held is looked at in shown.go.
//
//	linearizable [--timeout 60s] [--picture FILE.html] HISTORY...
//
// Prints one JSON object. Exit status: 0 it can, 1 it cannot, 2 not decided in time, 3 bad input.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

const (
	canNot = iota + 1
	notDecided
	badInput
)

func fail(err error) {
	fmt.Fprintln(os.Stderr, "linearizable:", err)
	os.Exit(badInput)
}

func main() {
	timeout := flag.Duration("timeout", time.Minute, "of the search")
	picture := flag.String("picture", "", "a page with the history, where it does not fit")
	flag.Parse()
	if flag.NArg() == 0 {
		fail(fmt.Errorf("no history"))
	}
	read := newHistory()
	for _, name := range flag.Args() {
		file, err := os.Open(name)
		if err == nil {
			err = read.read(file)
			file.Close()
		}
		if err != nil {
			fail(fmt.Errorf("%s: %w", name, err))
		}
	}
	operations := read.all()
	if len(operations) == 0 {
		fail(fmt.Errorf("the histories are empty"))
	}
	started := time.Now()
	parts := model().Partition(operations)
	findings := []string{}
	undecided := []string{}
	for _, part := range parts {
		sku := part[0].Input.(step).sku
		result, info := porcupine.CheckOperationsVerbose(model(), part, *timeout)
		switch result {
		case porcupine.Unknown:
			undecided = append(undecided, sku)
		case porcupine.Illegal:
			findings = append(findings, sku)
			if *picture != "" {
				if err := porcupine.VisualizePath(model(), info, *picture); err != nil {
					fail(err)
				}
			}
		}
	}
	late := outdated(read.shown, operations)
	answer, _ := json.Marshal(map[string]interface{}{
		"items": len(parts), "operations": len(operations), "outcomes": read.outcomes, "not_linearizable": findings, "undecided": undecided, "outdated": late,
		"seconds": time.Since(started).Seconds(),
	})
	fmt.Println(string(answer))
	if len(findings) > 0 || late > 0 {
		os.Exit(canNot)
	}
	if len(undecided) > 0 {
		os.Exit(notDecided)
	}
}
