package com.orchestrator.api.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts values out of a JSON text without building a tree, so that each keeps its bytes. */
final class PayloadSlices {

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

    private PayloadSlices() {}

    static boolean isList(byte[] json) {
        int at = 0;
        while (at < json.length && json[at] <= ' ') {
            at++;
        }
        return at < json.length && json[at] == '[';
    }

    static List<Payload> elements(byte[] json) {
        return read(json, in -> {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw new IllegalStateException("Not a list: " + in.currentToken());
            }
            List<Payload> elements = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                elements.add(cut(in, json, 0));
            }
            return List.copyOf(elements);
        });
    }

    static Optional<Payload> at(byte[] json, List<Object> path) {
        return read(json, in -> {
            for (Object step : path) {
                boolean found = step instanceof String field ? field(in, field) : element(in, (Integer) step);
                if (!found) {
                    return Optional.empty();
                }
            }
            return Optional.of(cut(in, json, 0));
        });
    }

    /**
     * The value the parser is at.
     *
     * @param offset where the parser's text begins in the document
     */
    static Payload cut(JsonParser in, byte[] document, int offset) throws IOException {
        int start = offset + (int) in.currentTokenLocation().getByteOffset();
        if (in.currentToken().isStructStart()) {
            in.skipChildren();
        } else {
            in.finishToken();
        }
        int end = offset + (int) in.currentLocation().getByteOffset();
        return Payload.ofJson(Arrays.copyOfRange(document, start, withoutSpace(document, end)));
    }

    /** After a number at the root the parser has consumed the white space that ends it. */
    private static int withoutSpace(byte[] document, int end) {
        return document[end - 1] <= ' ' ? withoutSpace(document, end - 1) : end;
    }

    private interface Reading<T> {
        T from(JsonParser in) throws IOException;
    }

    private static <T> T read(byte[] json, Reading<T> reading) {
        try (JsonParser in = FACTORY.createParser(json)) {
            in.nextToken();
            return reading.from(in);
        } catch (IOException e) {
            throw Payload.unreadable(e);
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
}
