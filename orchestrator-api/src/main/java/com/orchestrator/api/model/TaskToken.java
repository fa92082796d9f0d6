package com.orchestrator.api.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The right to speak for one leased attempt, as a value that can be handed on: whoever has it can complete, fail or extend
 * the attempt as the worker that took it could, also when that worker is gone. It opens no door by itself: the server
 * asks for credentials all the same. It ends with the lease, so a token that comes late is refused with {@code FENCE_STALE}.
 *
 * @param workerId who took the lease
 * @param fenceToken of the lease
 * @param signature of the server that gave the lease, letters, digits, {@code -} and {@code _}; null when there is none: such a token is good for
 *     workers of one's own credentials only
 */
public record TaskToken(
        UUID executionId,
        String workerId,
        long fenceToken,
        @Nullable String signature) {

    private static final String VERSION = "t1.";
    private static final String SIGNED = "t2.";
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final int CHECKSUM_BYTES = Integer.BYTES;
    private static final int FIXED_BYTES = 3 * Long.BYTES;

    public TaskToken {
        Identifier.NAME.fault(workerId).ifPresent(fault -> {
            throw new IllegalArgumentException("The worker of a task token " + fault);
        });
        if (signature != null && !SIGNATURE.matcher(signature).matches()) {
            throw notAToken();
        }
    }

    /** Without a signature. */
    public TaskToken(UUID executionId, String workerId, long fenceToken) {
        this(executionId, workerId, fenceToken, null);
    }

    /** The same, signed. */
    public TaskToken signed(String by) {
        return new TaskToken(executionId, workerId, fenceToken, by);
    }

    /**
     * The text that {@link #parse} reads; letters, digits, {@code .}, {@code -} and {@code _} only, about 90 characters, and 23 of a
     * signature.
     */
    @Override
    public String toString() {
        byte[] worker = workerId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + worker.length + CHECKSUM_BYTES);
        buffer.putLong(executionId.getMostSignificantBits());
        buffer.putLong(executionId.getLeastSignificantBits());
        buffer.putLong(fenceToken);
        buffer.put(worker);
        buffer.putInt(checksum(buffer.array(), buffer.position()));
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
        return signature == null ? VERSION + text : SIGNED + text + "." + signature;
    }

    /** @throws IllegalArgumentException when the text is no token, or not the whole of one */
    public static TaskToken parse(String text) {
        int dot = text.lastIndexOf('.');
        boolean isSigned = text.startsWith(SIGNED) && dot > SIGNED.length();
        if (!isSigned && !text.startsWith(VERSION)) {
            throw notAToken();
        }
        String fields = isSigned ? text.substring(SIGNED.length(), dot) : text.substring(VERSION.length());
        try {
            TaskToken token = read(Base64.getUrlDecoder().decode(fields));
            return isSigned ? token.signed(text.substring(dot + 1)) : token;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw notAToken();
        }
    }

    private static TaskToken read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        UUID executionId = new UUID(buffer.getLong(), buffer.getLong());
        long fenceToken = buffer.getLong();
        byte[] worker = new byte[Math.max(0, buffer.remaining() - CHECKSUM_BYTES)];
        buffer.get(worker);
        int position = buffer.position();
        if (buffer.getInt() != checksum(bytes, position)) {
            throw notAToken();
        }
        return new TaskToken(executionId, new String(worker, StandardCharsets.UTF_8), fenceToken);
    }

    /** Tells half a token from a late one: that would be refused as well, but for a reason that leads nowhere. */
    private static int checksum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static IllegalArgumentException notAToken() {
        return new IllegalArgumentException("The text is not a whole task token");
    }
}
