package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.rest.json.Refusals;

/** A label and its value, as {@code label=tier:gold}. The first colon parts them. */
public record LabelIs(String key, String value) {

    public static LabelIs fromString(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw Refusals.invalid("/label", "'" + text + "' is not a label and its value", "write label=key:value");
        }
        return new LabelIs(part(text.substring(0, colon)), part(text.substring(colon + 1)));
    }

    private static String part(String text) {
        Identifier.NAME.fault(text).ifPresent(fault -> {
            throw Refusals.invalid("/label", "A part of 'label' " + fault, "write label=key:value");
        });
        return text;
    }
}
