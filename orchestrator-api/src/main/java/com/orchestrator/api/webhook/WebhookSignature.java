package com.orchestrator.api.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of webhooks as Standard Webhooks 1.0.0 has them: HMAC-SHA256 of id, time and body, joined by full stops. Any library for
 * that standard can check them; this is one for Java without further dependencies.
 */
public final class WebhookSignature {

    /** Header with the id, the same for each attempt at an event: what is to be done only once is known by it. */
    public static final String ID = "webhook-id";

    /** Header with the seconds since 1970 at which this attempt was signed. */
    public static final String TIMESTAMP = "webhook-timestamp";

    /** Header with one signature or several, with blanks between them. */
    public static final String SIGNATURE = "webhook-signature";

    /** How old or new a request may be. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String SECRET_PREFIX = "whsec_";
    private static final String VERSION_PREFIX = "v1,";
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_BYTES_MIN = 24;
    private static final int SECRET_BYTES_MAX = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /** A secret nobody can guess, in the form in which webhooks take it. */
    public static String newSecret() {
        byte[] key = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(key);
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** @throws com.orchestrator.api.error.OrchestratorException {@code WEBHOOK_INVALID} when it is none; without quoting it */
    public static void checkSecret(String secret) {
        try {
            key(secret);
        } catch (IllegalArgumentException e) {
            throw WebhookFaults.impossible(
                    "secret",
                    String.valueOf(e.getMessage()),
                    "make one with: printf whsec_; head -c 32 /dev/urandom | base64");
        }
    }

    /** What {@link #SIGNATURE} says of a request: one signature for each secret. */
    public static String sign(Collection<String> secrets, String id, long epochSecond, byte[] body) {
        return secrets.stream()
                .map(secret -> VERSION_PREFIX + Base64.getEncoder().encodeToString(mac(secret, id, epochSecond, body)))
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether a request comes from who knows the secret, and is no repetition of an old one. Look before the body is parsed: what is
     * signed are its bytes.
     *
     * @param secret of the webhook
     * @param id header {@link #ID}
     * @param timestamp header {@link #TIMESTAMP}
     * @param signatures header {@link #SIGNATURE}
     * @return false for anything that is missing or unreadable, too
     */
    public static boolean verify(
            String secret, @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
        return verify(secret, id, timestamp, signatures, body, InstantSource.system());
    }

    /** @param clock what the time of the request is held against */
    public static boolean verify(
            String secret,
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signatures,
            byte[] body,
            InstantSource clock) {
        if (id == null || timestamp == null || signatures == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        long second = Long.parseLong(timestamp);
        Duration age =
                Duration.between(Instant.ofEpochSecond(second), clock.instant()).abs();
        if (age.compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] expected = mac(secret, id, second, body);
        List<String> candidates = List.of(signatures.split(" ", -1));
        return candidates.stream().anyMatch(candidate -> isSame(expected, candidate));
    }

    /** In a time that does not tell how much of it is right. */
    private static boolean isSame(byte[] expected, String candidate) {
        if (!candidate.startsWith(VERSION_PREFIX)) {
            return false;
        }
        try {
            return MessageDigest.isEqual(
                    expected, Base64.getDecoder().decode(candidate.substring(VERSION_PREFIX.length())));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] mac(String secret, String id, long epochSecond, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            mac.update((id + "." + epochSecond + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    private static byte[] key(String secret) {
        if (!secret.startsWith(SECRET_PREFIX)) {
            throw new IllegalArgumentException("A secret begins with " + SECRET_PREFIX + " and goes on in base64");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A secret is base64 behind " + SECRET_PREFIX, e);
        }
        if (key.length < SECRET_BYTES_MIN || key.length > SECRET_BYTES_MAX) {
            Arrays.fill(key, (byte) 0);
            throw new IllegalArgumentException(
                    "A secret has from " + SECRET_BYTES_MIN + " to " + SECRET_BYTES_MAX + " bytes");
        }
        return key;
    }
}
