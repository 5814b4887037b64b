package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/anishathalye/porcupine"
)

type call struct {
	sku string
	at  int64
}

// history reads the lines that greenharvest_load (bench/load/buyers.h) and the torture write, of any number of files:
//
//	call ID SKU NS            a purchase of one unit, or the end of one that was bought, was asked for
//	return ID NS OUTCOME      sold, refused, shown, pending, failed; cancelled
//	put SKU UNITS NS NS       units came on stock, between the two times
//
// Times are of the machine's monotonic clock, in ns. An ID without a return has an unknown end.
type history struct {
	operations []porcupine.Operation
	shown      []shown
	open       map[string]call
	outcomes   map[string]int
	clients    int
}

func newHistory() *history {
	return &history{open: map[string]call{}, outcomes: map[string]int{}}
}

func (h *history) add(one step, from, to int64) {
	h.operations = append(h.operations, porcupine.Operation{ClientId: h.clients, Input: one, Call: from, Return: to})
	h.clients++ // each its own: a buyer's steps of unknown end go on beside his next ones
}

func (h *history) read(from io.Reader) error {
	lines := bufio.NewScanner(from)
	for n := 1; lines.Scan(); n++ {
		if err := h.line(strings.Fields(lines.Text())); err != nil {
			return fmt.Errorf("line %d: %w: %q", n, err, lines.Text())
		}
	}
	return lines.Err()
}

func (h *history) line(words []string) error {
	if len(words) == 0 {
		return nil
	}
	sizes := map[string]int{"call": 4, "return": 4, "put": 5}
	if len(words) != sizes[words[0]] {
		return fmt.Errorf("neither call, return nor put, or cut off")
	}
	numbers := make([]int64, len(words))
	for i, word := range words {
		numbers[i], _ = strconv.ParseInt(word, 10, 64)
	}
	switch words[0] {
	case "call":
		h.open[words[1]] = call{words[2], numbers[3]}
	case "put":
		h.add(step{words[1], put, int(numbers[2])}, numbers[3], numbers[4])
		h.outcomes["put"]++
	case "return":
		begun, known := h.open[words[1]]
		if !known {
			return fmt.Errorf("a return without its call")
		}
		delete(h.open, words[1])
		h.outcomes[words[3]]++
		return h.ended(begun, numbers[2], words[3])
	}
	return nil
}

func (h *history) ended(begun call, at int64, outcome string) error {
	switch outcome {
	case "sold":
		h.add(step{begun.sku, take, 1}, begun.at, at)
	case "pending": // has its unit, and may lose it
		h.add(step{begun.sku, take, 1}, begun.at, at)
		h.add(step{begun.sku, back, 1}, at, at)
	case "refused":
		h.add(step{begun.sku, refuse, 1}, begun.at, at)
	case "shown":
		h.shown = append(h.shown, shown{begun.sku, begun.at, at})
	case "cancelled":
		h.add(step{begun.sku, back, 1}, begun.at, begun.at)
	case "failed": // a declined card, an order that came to its end: held a unit for a while, or not
		h.add(step{begun.sku, lend, 1}, begun.at, begun.at)
	default:
		return fmt.Errorf("no outcome %q", outcome)
	}
	return nil
}

// all: with what never returned, which may have happened at any time or not at all. The ids of ends of orders end with endOfOrder.
func (h *history) all() []porcupine.Operation {
	for id, begun := range h.open {
		one := step{begun.sku, lend, 1}
		if strings.HasSuffix(id, endOfOrder) {
			one.kind = back
		}
		h.add(one, begun.at, begun.at)
	}
	h.outcomes["unknown"] = len(h.open)
	h.open = map[string]call{}
	return h.operations
}

const endOfOrder = "/cancel"
