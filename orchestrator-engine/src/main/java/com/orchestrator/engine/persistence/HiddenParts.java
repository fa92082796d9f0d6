package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed page keeps beside its data: payloads, and texts of faults that workers have written, one behind the other in the order of
 * the data, which has only their sizes.
 */
final class HiddenParts {

    /** What stands for a text that was erased. */
    static final String ERASED_TEXT = "(erased)";

    /** What stands for a payload that was erased. */
    static final Payload ERASED = Payload.ofJson("{\"erased\":\"PAYLOADS_ERASED\"}");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final byte @Nullable [] all;
    private int at;

    private HiddenParts(byte @Nullable [] all) {
        this.all = all;
    }

    static HiddenParts toWrite() {
        return new HiddenParts(new byte[0]);
    }

    /** @param all what {@link #bytes} was; null when it was erased */
    static HiddenParts of(byte @Nullable [] all) {
        return new HiddenParts(all);
    }

    /** @return what the data has to say of it */
    int put(byte[] part) {
        written.writeBytes(part);
        return part.length;
    }

    int put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that was put. */
    byte[] bytes() {
        return written.toByteArray();
    }

    Payload payload(int size) throws IOException {
        byte[] part = take(size);
        return part == null ? ERASED : Payload.ofJson(part);
    }

    String text(int size) throws IOException {
        byte[] part = take(size);
        return part == null ? ERASED_TEXT : new String(part, StandardCharsets.UTF_8);
    }

    private byte @Nullable [] take(int size) throws IOException {
        if (all == null) {
            return null;
        }
        if (size < 0 || size > all.length - at) {
            throw new EOFException(
                    "The page has " + all.length + " hidden bytes, and not " + size + " from " + at + " on");
        }
        at += size;
        return Arrays.copyOfRange(all, at - size, at);
    }
}
