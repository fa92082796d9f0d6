package com.orchestrator.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A link of the chain: what was written down, and a hash of that, its place and the hash in front of it.
 *
 * @param position counted from 1 without a gap
 * @param text JSON, exactly as it was hashed
 * @param hash SHA-256 in hexadecimal digits
 */
public record AuditEntry(long position, String text, String hash) {

    /** What stands in front of the first one. */
    public static final AuditEntry ORIGIN = new AuditEntry(0, "", "0".repeat(64));

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What is written down next. */
    AuditEntry next(AuditFact fact, Instant at) {
        ObjectNode fields = JSON.createObjectNode().put("at", at.toString());
        fields.setAll((ObjectNode) JSON.valueToTree(fact));
        try {
            String said = JSON.writeValueAsString(fields);
            return new AuditEntry(position + 1, said, hash(hash, position + 1, said));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A fact of the audit cannot be written", e);
        }
    }

    /** Hash of what stands at a place, behind another hash. */
    static String hash(String before, long position, String text) {
        byte[] bytes = (before + "\n" + position + "\n" + text).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
