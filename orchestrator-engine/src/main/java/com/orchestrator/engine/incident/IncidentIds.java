package com.orchestrator.engine.incident;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/** Ids of incidents. They follow from what the incident is about, so whoever sees it again sees the same one. */
public final class IncidentIds {

    private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
    private static final long VERSION = 0x8000L;
    private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private IncidentIds() {}

    /** @param openedBy the event of the run that tells of it */
    public static UUID of(UUID instanceId, long openedBy) {
        ByteBuffer key = ByteBuffer.allocate(3 * Long.BYTES);
        key.putLong(instanceId.getMostSignificantBits())
                .putLong(instanceId.getLeastSignificantBits())
                .putLong(openedBy);
        return of(key.array());
    }

    /** @param pausedAt when; the name may come back after the schedule is gone */
    public static UUID ofSchedule(String namespace, String name, Instant pausedAt) {
        return of((namespace + '\u0000' + name + '\u0000' + pausedAt).getBytes(StandardCharsets.UTF_8));
    }

    private static UUID of(byte[] key) {
        ByteBuffer sum = ByteBuffer.wrap(sha256().digest(key));
        return new UUID(sum.getLong() & VERSION_MASK | VERSION, sum.getLong() & VARIANT_MASK | VARIANT);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
