package com.orchestrator.api.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The right to speak for one leased attempt, as a value that can be handed on: whoever has it can complete, fail or extend
 * the attempt as the worker that took it could, also when that worker is gone. It is no secret and opens no door: the server
 * asks for credentials all the same. It ends with the lease, so a token that comes late is refused with {@code FENCE_STALE}.
 *
 * @param workerId who took the lease
 * @param fenceToken of the lease
 */
public record TaskToken(UUID executionId, String workerId, long fenceToken) {

    private static final String VERSION = "t1.";
    private static final int CHECKSUM_BYTES = Integer.BYTES;
    private static final int FIXED_BYTES = 3 * Long.BYTES;

    public TaskToken {
        Identifier.NAME.fault(workerId).ifPresent(fault -> {
            throw new IllegalArgumentException("The worker of a task token " + fault);
        });
    }

    /** The text that {@link #parse} reads; letters, digits, {@code .}, {@code -} and {@code _} only, about 90 characters. */
    @Override
    public String toString() {
        byte[] worker = workerId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + worker.length + CHECKSUM_BYTES);
        buffer.putLong(executionId.getMostSignificantBits());
        buffer.putLong(executionId.getLeastSignificantBits());
        buffer.putLong(fenceToken);
        buffer.put(worker);
        buffer.putInt(checksum(buffer.array(), buffer.position()));
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /** @throws IllegalArgumentException when the text is no token, or not the whole of one */
    public static TaskToken parse(String text) {
        if (!text.startsWith(VERSION)) {
            throw notAToken();
        }
        try {
            return read(Base64.getUrlDecoder().decode(text.substring(VERSION.length())));
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
