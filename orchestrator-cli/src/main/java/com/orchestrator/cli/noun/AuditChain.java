package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The chain of the audit, as far as it has been verified, by arithmetic of its own. */
final class AuditChain {

    private static final String ORIGIN = "0".repeat(64);

    private final Optional<String> known;
    private boolean isKnownSeen;
    private long position;
    private String hash = ORIGIN;

    AuditChain(Optional<String> known) {
        this.known = known;
        this.isKnownSeen = known.isEmpty();
    }

    long position() {
        return position;
    }

    String hash() {
        return hash;
    }

    /** @throws CommandException when it is not what was written behind the last one */
    void add(JsonNode entry) {
        long next = entry.get("position").asLong();
        if (next != position + 1) {
            throw broken("Entry " + (position + 1) + " is missing: " + next + " follows " + position);
        }
        String computed = sha256(hash + "\n" + next + "\n" + entry.get("text").asText());
        if (!computed.equals(entry.get("hash").asText())) {
            throw broken("Entry " + next + " is not what was written, or not in its place");
        }
        position = next;
        hash = computed;
        isKnownSeen |= known.filter((position + ":" + hash)::equals).isPresent();
    }

    /** @throws CommandException when entries are missing at the end, or what was known of it is not in it */
    void endsWith(JsonNode head) {
        long end = head.get("position").asLong();
        if (end < position || (end == position && !hash.equals(head.get("hash").asText()))) {
            throw broken("The end is said to be at " + end + ", and is at " + position);
        }
        if (end > position) {
            throw broken("Entries " + (position + 1) + " to " + end + " are missing");
        }
        if (!isKnownSeen) {
            throw broken("What was known of it, " + known.orElse("") + ", is not in it: it was made anew");
        }
    }

    private static CommandException broken(String sentence) {
        return new CommandException(ExitCode.ERROR, sentence + ".", "The audit cannot be trusted from there on.");
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
