package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// kind makes the values of one type of resource.
type kind struct {
	// make draws the value: its id, and the outputs beside the inputs.
	make func(settings settings) (id string, outputs map[string]any, err error)
	// outputs are the names of what make adds; drawn are not known in a preview.
	drawn []string
	// secret are the outputs that nobody is to see.
	secret []string
	// optional settings, of which the state says when they are absent.
	optional []string
}

// kinds by Pulumi's type token. https://www.pulumi.com/registry/packages/random/
var kinds = map[string]kind{
	"random:index/randomId:RandomId": {
		make: randomID, drawn: []string{"b64Std", "b64Url", "dec", "hex"}, optional: []string{"keepers", "prefix"},
	},
	"random:index/randomPet:RandomPet":   {make: randomPet, optional: []string{"keepers", "prefix"}},
	"random:index/randomUuid:RandomUuid": {make: randomUUID, drawn: []string{"result"}},
	"random:index/randomPassword:RandomPassword": {
		make: randomPassword, drawn: []string{"result", "bcryptHash"}, secret: []string{"result", "bcryptHash"},
	},
	"random:index/randomString:RandomString": {make: randomString, drawn: []string{"result"}},
}

func (k kind) create(inputs resource.PropertyMap) (string, resource.PropertyMap, error) {
	id, made, err := k.make(settingsOf(inputs))
	if err != nil {
		return "", nil, err
	}
	outputs := inputs.Copy()
	for name, value := range made {
		outputs[resource.PropertyKey(name)] = resource.NewPropertyValue(value)
	}
	for _, name := range k.secret {
		if value, ok := outputs[resource.PropertyKey(name)]; ok {
			outputs[resource.PropertyKey(name)] = resource.MakeSecret(value)
		}
	}
	outputs["id"] = resource.NewStringProperty(id)
	if delta, ok := k.rawStateDelta(outputs); ok {
		outputs["__pulumi_raw_state_delta"] = delta
	}
	return id, outputs, nil
}

// unknown is what a preview knows: all but what is drawn.
func (k kind) unknown(inputs resource.PropertyMap) resource.PropertyMap {
	outputs := inputs.Copy()
	for _, name := range k.drawn {
		outputs[resource.PropertyKey(name)] = resource.MakeComputed(resource.NewStringProperty(""))
	}
	return outputs
}

// rawStateDelta is what Pulumi's bridge keeps beside the outputs, to tell a map from an object and an absent setting
// from an empty one.
func (k kind) rawStateDelta(outputs resource.PropertyMap) (resource.PropertyValue, bool) {
	settings := resource.PropertyMap{}
	for _, name := range k.optional {
		value, ok := outputs[resource.PropertyKey(name)]
		switch {
		case !ok:
			absent := object("replace", object("raw", resource.NewNullProperty()))
			settings[resource.PropertyKey(name)] = resource.MakeSecret(absent)
		case value.IsObject():
			settings[resource.PropertyKey(name)] = object("map", resource.NewObjectProperty(resource.PropertyMap{}))
		}
	}
	if len(settings) == 0 {
		return resource.PropertyValue{}, false
	}
	return object("obj", object("ps", resource.NewObjectProperty(settings))), true
}

func object(key resource.PropertyKey, value resource.PropertyValue) resource.PropertyValue {
	return resource.NewObjectProperty(resource.PropertyMap{key: value})
}
