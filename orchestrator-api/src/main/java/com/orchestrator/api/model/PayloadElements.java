package com.orchestrator.api.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a JSON array into its elements without building a tree, so that each keeps its bytes. */
final class PayloadElements {

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

    private PayloadElements() {}

    static boolean isList(byte[] json) {
        int at = 0;
        while (at < json.length && json[at] <= ' ') {
            at++;
        }
        return at < json.length && json[at] == '[';
    }

    static List<Payload> of(byte[] json) {
        List<Payload> elements = new ArrayList<>();
        try (JsonParser in = FACTORY.createParser(json)) {
            if (in.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalStateException("Not a list: " + in.currentToken());
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                elements.add(cut(in, json));
            }
        } catch (IOException e) {
            throw new IllegalStateException("A payload that was accepted as JSON cannot be parsed", e);
        }
        return List.copyOf(elements);
    }

    private static Payload cut(JsonParser in, byte[] json) throws IOException {
        int start = (int) in.currentTokenLocation().getByteOffset();
        if (in.currentToken().isStructStart()) {
            in.skipChildren();
        } else {
            in.finishToken();
        }
        int end = (int) in.currentLocation().getByteOffset();
        return Payload.ofJson(Arrays.copyOfRange(json, start, end));
    }
}
