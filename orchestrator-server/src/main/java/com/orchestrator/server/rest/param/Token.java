package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.TaskToken;
import com.orchestrator.server.rest.json.Refusals;

/** A task token in a path. */
public record Token(TaskToken value) {

    public static Token fromString(String text) {
        try {
            return new Token(TaskToken.parse(text));
        } catch (IllegalArgumentException notAToken) {
            throw Refusals.invalid("/token", "The token in the address is not a whole task token", null);
        }
    }
}
