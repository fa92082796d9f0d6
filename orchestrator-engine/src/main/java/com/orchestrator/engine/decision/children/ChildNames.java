package com.orchestrator.engine.decision.children;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.engine.decision.IdempotencyKey;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** Names of children, derived from what starts them, so that the same decision gives the same child. */
final class ChildNames {

    private static final int HASH_CHARS = 64;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;

    private ChildNames() {}

    /** Time-ordered like the ids of other runs; the rest comes from the key of the task. */
    static UUID instanceId(Run run, TaskRun task, Instant now) {
        byte[] hash = sha256(run.instanceId() + "/" + task.key() + "@" + task.round());
        long most = now.toEpochMilli() << 16 | VERSION_7 | (bits(hash, 0) & 0xfff);
        long least = VARIANT | bits(hash, 8) >>> 2;
        return ExecutionId.of(new UUID(most, least), 0);
    }

    private static long bits(byte[] hash, int from) {
        long bits = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            bits = bits << Byte.SIZE | hash[i] & 0xff;
        }
        return bits;
    }

    /** The idempotency key of the task; what is too long for a run id ends in its hash. */
    static String runId(Run run, TaskRun task) {
        String key = IdempotencyKey.forward(run, task.key(), task.round());
        if (key.length() <= Identifier.RUN_ID.charsMax()) {
            return key;
        }
        int kept = Identifier.RUN_ID.charsMax() - HASH_CHARS - 1;
        return key.substring(0, Character.isHighSurrogate(key.charAt(kept - 1)) ? kept - 1 : kept) + "~"
                + HexFormat.of().formatHex(sha256(key));
    }

    /** A run id of the definition's own; a task that is done anew starts another run. */
    static String runId(String own, TaskRun task) {
        return task.round() == 1 ? own : own + "@" + task.round();
    }

    static boolean fits(String runId) {
        return Identifier.RUN_ID.fault(runId).isEmpty();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
