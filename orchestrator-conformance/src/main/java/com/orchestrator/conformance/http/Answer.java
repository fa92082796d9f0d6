package com.orchestrator.conformance.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a server said.
 *
 * @param isRepeated an earlier answer was lost, so the call may have been applied before
 */
public record Answer(int status, JsonNode body, boolean isRepeated) {

    public boolean isOk() {
        return status == 200 || status == 201;
    }

    /** Code of the problem document, empty when it is none. */
    public String code() {
        return body.path("code").asText();
    }

    /** Whether it is the given refusal. */
    public boolean isRefusal(int expectedStatus, String expectedCode) {
        return status == expectedStatus && code().equals(expectedCode);
    }
}
