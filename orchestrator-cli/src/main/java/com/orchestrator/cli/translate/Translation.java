package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a file of another engine has become.
 *
 * @param definition as registered here; to be used only when nothing was refused
 * @param lost what it says otherwise than the original, or not at all: somebody has to decide
 * @param refused what cannot be said here
 */
public record Translation(JsonNode definition, List<Remark> lost, List<Remark> refused) {

    /** @param pointer JSON pointer into the original */
    public record Remark(String pointer, String text) {
        @Override
        public String toString() {
            return (pointer.isEmpty() ? "/" : pointer) + ": " + text;
        }
    }
}
