package com.orchestrator.engine.expression.language;

import com.orchestrator.engine.plan.ExpressionFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/** UUID version 5 (RFC 9562): the same for the same namespace and name, so a retry asks for the same thing. */
final class NamedUuid {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VERSION = 0x5000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private NamedUuid() {}

    static String of(String namespace, String name) {
        if (!UUID_TEXT.matcher(namespace).matches()) {
            throw new ExpressionFailure("uuidV5(): '" + namespace + "' is not a UUID");
        }
        UUID space = UUID.fromString(namespace);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer named = ByteBuffer.allocate(2 * Long.BYTES + text.length);
        named.putLong(space.getMostSignificantBits())
                .putLong(space.getLeastSignificantBits())
                .put(text);
        ByteBuffer hash = ByteBuffer.wrap(sha1(named.array()));
        return new UUID(hash.getLong() & VERSION_MASK | VERSION, hash.getLong() & VARIANT_MASK | VARIANT).toString();
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
