package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"

	petname "github.com/dustinkirkland/golang-petname"
	"github.com/google/uuid"
)

func randomID(s settings) (string, map[string]any, error) {
	bytes := make([]byte, s.whole("byteLength", 8))
	if _, err := rand.Read(bytes); err != nil {
		return "", nil, err
	}
	id, outputs := idOf(bytes, s.text("prefix", ""))
	return id, outputs, nil
}

func idOf(bytes []byte, prefix string) (string, map[string]any) {
	id := base64.RawURLEncoding.EncodeToString(bytes)
	return id, map[string]any{
		"b64Std": prefix + base64.StdEncoding.EncodeToString(bytes),
		"b64Url": prefix + id,
		"dec":    prefix + new(big.Int).SetBytes(bytes).String(),
		"hex":    prefix + hex.EncodeToString(bytes),
	}
}

func randomPet(s settings) (string, map[string]any, error) {
	length, separator := s.whole("length", 2), s.text("separator", "-")
	words := petname.Generate(length, separator)
	if prefix := s.text("prefix", ""); prefix != "" {
		words = prefix + separator + words
	}
	return strings.ToLower(words), map[string]any{"length": float64(length), "separator": separator}, nil
}

func randomUUID(settings) (string, map[string]any, error) {
	value, err := uuid.NewRandom()
	return value.String(), map[string]any{"result": value.String()}, err
}

func randomBelow(limit int) (int, error) {
	if limit <= 0 {
		return 0, fmt.Errorf("nothing to choose from")
	}
	drawn, err := rand.Int(rand.Reader, big.NewInt(int64(limit)))
	if err != nil {
		return 0, err
	}
	return int(drawn.Int64()), nil
}
