package main

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

// settings are a resource's inputs without the marks of secrets.
type settings map[string]any

func settingsOf(inputs resource.PropertyMap) settings {
	plain := settings{}
	for key, value := range inputs {
		for value.IsSecret() {
			value = value.SecretValue().Element
		}
		plain[string(key)] = value.Mappable()
	}
	return plain
}

func (s settings) whole(name string, otherwise int) int {
	if value, ok := s[name].(float64); ok {
		return int(value)
	}
	return otherwise
}

func (s settings) text(name, otherwise string) string {
	if value, ok := s[name].(string); ok {
		return value
	}
	return otherwise
}

func (s settings) flag(name string, otherwise bool) bool {
	if value, ok := s[name].(bool); ok {
		return value
	}
	return otherwise
}
