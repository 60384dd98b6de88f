package main

import (
	"fmt"

	"golang.org/x/crypto/bcrypt"
)

// A class of characters, whether it is asked for, and how many of it there must be.
type class struct {
	name, minimum, characters string
}

var classes = []class{
	{"lower", "minLower", "abcdefghijklmnopqrstuvwxyz"},
	{"upper", "minUpper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
	{"numeric", "minNumeric", "0123456789"},
	{"special", "minSpecial", "!@#$%&*()-_=+[]{}<>:?"},
}

func randomString(s settings) (string, map[string]any, error) {
	text, outputs, err := drawText(s)
	return text, outputs, err
}

func randomPassword(s settings) (string, map[string]any, error) {
	text, outputs, err := drawText(s)
	if err != nil {
		return "", nil, err
	}
	// bcrypt reads no further than 72 bytes.
	hash, err := bcrypt.GenerateFromPassword([]byte(text)[:min(len(text), 72)], bcrypt.DefaultCost)
	outputs["bcryptHash"] = string(hash)
	return "none", outputs, err
}

// drawText takes as many of each class as must be, the rest from all that are asked for, in any order.
func drawText(s settings) (string, map[string]any, error) {
	length := s.whole("length", 0)
	outputs := map[string]any{"length": float64(length)}
	var drawn []byte
	all := ""
	for _, class := range classes {
		asked := s.flag(class.name, true)
		if class.name == "numeric" {
			asked = s.flag("numeric", s.flag("number", true))
			outputs["number"] = asked
		}
		characters := class.characters
		if class.name == "special" {
			characters = s.text("overrideSpecial", characters)
		}
		least := s.whole(class.minimum, 0)
		outputs[class.name], outputs[class.minimum] = asked, float64(least)
		if !asked {
			continue
		}
		all += characters
		for range least {
			if err := appendOne(&drawn, characters); err != nil {
				return "", nil, err
			}
		}
	}
	if len(drawn) > length || all == "" {
		return "", nil, fmt.Errorf("no text of %d characters fits what is asked for", length)
	}
	for len(drawn) < length {
		if err := appendOne(&drawn, all); err != nil {
			return "", nil, err
		}
	}
	if err := shuffle(drawn); err != nil {
		return "", nil, err
	}
	outputs["result"] = string(drawn)
	return string(drawn), outputs, nil
}

func appendOne(drawn *[]byte, characters string) error {
	at, err := randomBelow(len(characters))
	if err == nil {
		*drawn = append(*drawn, characters[at])
	}
	return err
}

func shuffle(characters []byte) error {
	for last := len(characters) - 1; last > 0; last-- {
		other, err := randomBelow(last + 1)
		if err != nil {
			return err
		}
		characters[last], characters[other] = characters[other], characters[last]
	}
	return nil
}
