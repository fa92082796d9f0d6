package com.orchestrator.engine.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.orchestrator.api.model.Payload;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts a value out of a JSON text without building a tree. */
final class JsonSlice {

    /** No limits: what is here was accepted, and skipping takes no stack. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonSlice() {}

    /**
     * The bytes of the value at a path.
     *
     * @param path field names and array indexes
     */
    static Optional<Payload> at(Payload document, List<Object> path) {
        byte[] bytes = document.bytes();
        try (JsonParser in = FACTORY.createParser(bytes)) {
            in.nextToken();
            for (Object step : path) {
                boolean found = step instanceof String field ? field(in, field) : element(in, (Integer) step);
                if (!found) {
                    return Optional.empty();
                }
            }
            return Optional.of(cut(in, bytes));
        } catch (IOException e) {
            throw new IllegalStateException("A payload that was accepted as JSON cannot be parsed", e);
        }
    }

    private static boolean field(JsonParser in, String name) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = in.currentName().equals(name);
            in.nextToken();
            if (found) {
                return true;
            }
            in.skipChildren();
        }
        return false;
    }

    private static boolean element(JsonParser in, int index) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return true;
            }
            in.skipChildren();
        }
        return false;
    }

    private static Payload cut(JsonParser in, byte[] bytes) throws IOException {
        int start = (int) in.currentTokenLocation().getByteOffset();
        if (in.currentToken().isStructStart()) {
            in.skipChildren();
        } else {
            in.finishToken();
        }
        int end = (int) in.currentLocation().getByteOffset();
        return Payload.ofJson(Arrays.copyOfRange(bytes, start, end));
    }
}
