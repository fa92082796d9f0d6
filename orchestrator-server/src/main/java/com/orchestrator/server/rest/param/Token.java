package com.orchestrator.server.rest.param;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.server.rest.json.Refusals;

/** A task token in a path. Anybody can make one up, so its worker is looked at like every name in an address. */
public record Token(TaskToken value) {

    public static Token fromString(String text) {
        try {
            TaskToken token = TaskToken.parse(text);
            if (Text.isClean(token.workerId())) {
                return new Token(token);
            }
        } catch (IllegalArgumentException e) {
            throw notAToken();
        }
        throw notAToken();
    }

    private static OrchestratorException notAToken() {
        return Refusals.invalid("/token", "The token in the address is not a whole task token", null);
    }
}
