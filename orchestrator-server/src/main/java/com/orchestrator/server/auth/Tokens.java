package com.orchestrator.server.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens the server knows, from {@code ORCHESTRATOR_TOKENS}:
 *
 * <pre>
 *   name:grant[;grant]:secret, ...    ops:admin:s3cr3t, board:reader:sha256:9f86d0...
 *   grant = role[+role][{@literal @}namespace[+namespace]]
 *                                     shop:operator+worker{@literal @}shop;reader{@literal @}stock:s3cr3t
 *   {@literal @}/path/to/file                   the same entries, one per line, # starts a comment line
 * </pre>
 *
 * Roles are reader, worker, operator, admin; they hold everywhere, or in the namespaces they are bound to. A secret may be given as {@code sha256:} and 64 hex digits, so that the
 * configuration holds no secret. Only digests are kept. Every digest is compared, and each in constant time, so that the
 * time of an answer tells nothing about the tokens.
 */
public final class Tokens implements TokenSource {

    private static final String DIGEST_PREFIX = "sha256:";
    private static final int DIGEST_BYTES = 32;

    private final List<Token> known;

    private Tokens(List<Token> known) {
        this.known = List.copyOf(known);
    }

    private record Token(byte[] digest, Caller caller) {}

    /** No token at all: everybody is refused. */
    public static Tokens none() {
        return new Tokens(List.of());
    }

    /** @throws IllegalArgumentException when an entry cannot be read; the message never quotes it */
    public static Tokens parse(String text) {
        return text.startsWith("@")
                ? new Tokens(entries(lines(Path.of(text.substring(1)))))
                : new Tokens(entries(Arrays.asList(text.split(","))));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The token file " + file + " cannot be read", e);
        }
    }

    private static List<Token> entries(List<String> lines) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                tokens.add(entry(line, "Token entry " + (i + 1)));
            }
        }
        return tokens;
    }

    private static Token entry(String line, String where) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3 || parts[0].isBlank() || parts[2].isBlank()) {
            throw new IllegalArgumentException(where + " is not name:role[+role][@namespace]:secret");
        }
        if (parts[0].strip().equals(Caller.NOBODY)) {
            throw new IllegalArgumentException(where + " is called " + Caller.NOBODY + ", as nobody is");
        }
        Set<Grant> grants = new HashSet<>();
        for (String grant : parts[1].split(";")) {
            grants.addAll(grants(grant.strip(), where));
        }
        return new Token(digest(parts[2].strip(), where), new Caller(parts[0].strip(), grants));
    }

    private static List<Grant> grants(String text, String where) {
        try {
            return Grant.parse(text);
        } catch (IllegalArgumentException fault) {
            throw new IllegalArgumentException(where + " " + fault.getMessage(), fault);
        }
    }

    private static byte[] digest(String secret, String where) {
        if (!secret.startsWith(DIGEST_PREFIX)) {
            return Digest.of(secret);
        }
        String hex = secret.substring(DIGEST_PREFIX.length());
        if (!hex.matches("[0-9a-fA-F]{" + 2 * DIGEST_BYTES + "}")) {
            throw new IllegalArgumentException(where + " has a sha256 that is not 64 hex digits");
        }
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public boolean isEmpty() {
        return known.isEmpty();
    }

    /** Whether one of them is called so. */
    boolean has(String name) {
        return known.stream().anyMatch(token -> token.caller().name().equals(name));
    }

    @Override
    public Optional<Caller> find(String secret) {
        byte[] presented = Digest.of(secret);
        Optional<Caller> found = Optional.empty();
        for (Token token : known) {
            if (MessageDigest.isEqual(token.digest(), presented)) {
                found = Optional.of(token.caller());
            }
        }
        return found;
    }
}
