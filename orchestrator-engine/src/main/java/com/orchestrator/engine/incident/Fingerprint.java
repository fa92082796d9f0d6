package com.orchestrator.engine.incident;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Tells incidents of one cause: the same for all that happen to one task of a workflow with one code and a message that differs only
 * in its particulars. A task inside of a map is one task, whatever the item.
 */
public final class Fingerprint {

    /** What comes behind tells causes apart no better, and costs. */
    static final int MESSAGE_CHARS_MAX = 2_000;

    private static final int BYTES = 16;
    private static final char SEPARATOR = '\u0000';

    private Fingerprint() {}

    /** @return 32 hexadecimal digits */
    public static String of(
            String namespace, String workflow, @Nullable String taskId, String code, @Nullable String message) {
        String cause = String.join(
                String.valueOf(SEPARATOR),
                namespace,
                workflow,
                taskId == null ? "" : taskId,
                code,
                normalised(message == null ? "" : message));
        byte[] sum = sha256().digest(cause.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sum, 0, BYTES);
    }

    /** The message without what is different each time: one pass over a bounded piece of it, whatever stands there. */
    static String normalised(String message) {
        return new MessageShape(message.substring(0, Math.min(message.length(), MESSAGE_CHARS_MAX))).text();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
