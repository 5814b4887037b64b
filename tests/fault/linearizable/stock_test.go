package main

import (
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

func TestHistories(t *testing.T) {
	const two = "put s 2 0 1\n"
	for name, one := range map[string]struct {
		lines string
		want  porcupine.CheckResult
	}{
		"two units, two sales, then sold out": {two + "call a s 2\nreturn a 3 sold\ncall b s 4\nreturn b 5 sold\ncall c s 6\nreturn c 7 refused\n", porcupine.Ok},
		"a unit sold twice":                   {"put s 1 0 1\ncall a s 2\nreturn a 3 sold\ncall b s 4\nreturn b 5 sold\n", porcupine.Illegal},
		"sold before it came":                 {"call a s 2\nreturn a 3 sold\nput s 1 4 5\n", porcupine.Illegal},
		"sold while it came":                  {"call a s 2\nreturn a 6 sold\nput s 1 4 5\n", porcupine.Ok},
		"sold out while there is one":         {two + "call a s 2\nreturn a 3 sold\ncall b s 4\nreturn b 5 refused\n", porcupine.Illegal},
		"sold out beside who takes the last":  {"put s 1 0 1\ncall a s 2\ncall b s 3\nreturn b 4 refused\nreturn a 9 sold\n", porcupine.Ok},
		"sold out behind a restock":           {"put s 1 0 1\ncall a s 2\nreturn a 3 sold\nput s 1 4 5\ncall b s 6\nreturn b 7 refused\n", porcupine.Illegal},
		"sold out for a lost buyer":           {"put s 1 0 1\ncall a s 2\ncall b s 3\nreturn b 4 refused\n", porcupine.Ok},
		"sold out for one not yet there":      {"put s 1 0 1\ncall b s 3\nreturn b 4 refused\ncall a s 5\n", porcupine.Illegal},
		"a lost buyer's unit comes back":      {"put s 1 0 1\ncall a s 2\ncall b s 3\nreturn b 4 refused\ncall c s 5\nreturn c 6 sold\n", porcupine.Ok},
		"two for one lost buyer":              {two + "call a s 2\ncall b s 3\nreturn b 4 refused\n", porcupine.Illegal},
		"what is cancelled is sold again":     {"put s 1 0 1\ncall a s 2\nreturn a 3 sold\ncall a/cancel s 4\nreturn a/cancel 5 cancelled\ncall b s 6\nreturn b 7 sold\n", porcupine.Ok},
		"cancelled later than it is sold":     {"put s 1 0 1\ncall a s 2\nreturn a 3 sold\ncall b s 4\nreturn b 5 sold\ncall a/cancel s 6\nreturn a/cancel 7 cancelled\n", porcupine.Illegal},
		"pending lets go":                     {"put s 1 0 1\ncall a s 2\nreturn a 3 pending\ncall b s 4\nreturn b 5 sold\n", porcupine.Ok},
		"each item for itself":                {"put s 1 0 1\ncall a r 2\nreturn a 3 sold\n", porcupine.Illegal},
	} {
		read := newHistory()
		if err := read.read(strings.NewReader(one.lines)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := porcupine.CheckOperationsTimeout(model(), read.all(), time.Minute); got != one.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestBadLines(t *testing.T) {
	for _, lines := range []string{"call a s\n", "return a 3 sold\n", "call a s 1\nreturn a 2 bought\n", "sold a s 1\n"} {
		if err := newHistory().read(strings.NewReader(lines)); err == nil {
			t.Errorf("%q was taken", lines)
		}
	}
}

func TestShown(t *testing.T) {
	const one = "put s 1 2000000000 2000000001\n"
	for name, history := range map[string]struct {
		lines string
		want  int
	}{
		"nothing was there":           {"call a s 1000000000\nreturn a 1000000001 shown\n", 0},
		"a little late":               {one + "call a s 3000000000\nreturn a 3000000001 shown\n", 0},
		"much too late":               {one + "call a s 4000000000\nreturn a 4000000001 shown\n", 1},
		"another one is taking it":    {one + "call b s 2500000000\ncall a s 4000000000\nreturn a 4000000001 shown\n", 0},
		"sold while it was asked for": {one + "call a s 4000000000\ncall b s 4000000001\nreturn b 4000000002 sold\nreturn a 4000000003 shown\n", 0},
		"sold later":                  {one + "call a s 4000000000\nreturn a 4000000001 shown\ncall b s 4000000002\nreturn b 4000000003 sold\n", 1},
		"another item":                {one + "call a r 4000000000\nreturn a 4000000001 shown\n", 0},
	} {
		read := newHistory()
		if err := read.read(strings.NewReader(history.lines)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		operations := read.all()
		if got := outdated(read.shown, operations); got != history.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}
