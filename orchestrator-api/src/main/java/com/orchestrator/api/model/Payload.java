package com.orchestrator.api.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the bytes it arrived in. The engine stores and forwards these bytes and never re-prints them, so a
 * number keeps its digits and an object its key order; the tree is built only when somebody looks inside. The bytes
 * must not be changed after construction.
 */
@JsonSerialize(using = PayloadJson.Writer.class)
@JsonDeserialize(using = PayloadJson.Reader.class)
public final class Payload {

    /** The empty object, which stands in where semantics ask for "no output". */
    public static final Payload EMPTY_OBJECT = new Payload("{}".getBytes(StandardCharsets.UTF_8));

    /** JSON null. */
    public static final Payload NULL = new Payload("null".getBytes(StandardCharsets.UTF_8));

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final byte[] bytes;
    private volatile @Nullable JsonNode tree;
    private volatile @Nullable List<Payload> elements;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps UTF-8 JSON text that is known to be one well-formed value; takes ownership of the array. */
    public static Payload ofJson(byte[] utf8) {
        return new Payload(utf8);
    }

    /** Wraps JSON text that is known to be one well-formed value. */
    public static Payload ofJson(String json) {
        return new Payload(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Prints a tree once; the tree must not be changed afterwards. */
    public static Payload ofTree(JsonNode tree) {
        try {
            Payload payload = new Payload(MAPPER.writeValueAsBytes(tree));
            payload.tree = tree;
            return payload;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be printed", e);
        }
    }

    /** The raw JSON text in UTF-8; shared, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Size of the JSON text in bytes. */
    public int size() {
        return bytes.length;
    }

    /** The parsed value with all digits ({@link JsonTree}), built at most once per payload; to be treated as frozen. */
    public JsonNode tree() {
        JsonNode parsed = tree;
        if (parsed == null) {
            parsed = parse();
            tree = parsed;
        }
        return parsed;
    }

    /** Whether both say the same: object keys in any order, numbers by their exact value. */
    public boolean saysTheSameAs(Payload other) {
        return firstDifference(other).isEmpty();
    }

    /**
     * Where two values that do not say the same differ first; bytes that are equal are not looked into.
     *
     * @return RFC 6901 pointer, empty text for the values as a whole
     */
    public Optional<String> firstDifference(Payload other) {
        return equals(other) ? Optional.empty() : JsonEquality.firstDifference(tree(), other.tree());
    }

    /** Whether it is a JSON array. */
    public boolean isList() {
        return PayloadSlices.isList(bytes);
    }

    /**
     * The elements of a JSON array, as the bytes they came in; cut at most once per payload.
     *
     * @throws IllegalStateException when it is none
     */
    public List<Payload> elements() {
        List<Payload> cut = elements;
        if (cut == null) {
            cut = PayloadSlices.elements(bytes);
            elements = cut;
        }
        return cut;
    }

    /**
     * The value at a path, as the bytes it came in; empty when there is none.
     *
     * @param path names of fields, which are texts, and indexes of elements, which are integers
     */
    public Optional<Payload> at(List<Object> path) {
        return path.isEmpty() ? Optional.of(this) : PayloadSlices.at(bytes, path);
    }

    private JsonNode parse() {
        try {
            return JsonTree.read(bytes);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static IllegalStateException unreadable(IOException cause) {
        return new IllegalStateException("A payload that was accepted as JSON cannot be parsed", cause);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The JSON text; for people and tests, payloads are never logged by the engine. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
