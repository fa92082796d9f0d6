package com.orchestrator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.output.Json;
import java.util.List;

/** What a command came to. */
record Said(int exitCode, String out, String err) {

    JsonNode json() {
        try {
            return Json.parse(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError(this + " is no JSON", e);
        }
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
