package com.orchestrator.server.oidc;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What servers give to browsers to keep: nobody else reads it (AES-256-GCM), can change it or make up another, and it has an end.
 *
 * @param key of all servers of a database, for one kind of thing: a thing of another kind does not open
 */
record Seal(byte[] key, InstantSource clock) {

    private static final JWEHeader HEADER = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .compressionAlgorithm(CompressionAlgorithm.DEF)
            .build();

    /** Nobody chooses a header but servers, which have one. */
    private static final String BEGIN = HEADER.toBase64URL() + ".";

    /** @param claims with an end */
    String close(JWTClaimsSet claims) {
        EncryptedJWT sealed = new EncryptedJWT(HEADER, claims);
        try {
            sealed.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Every JDK has AES-GCM", e);
        }
        return sealed.serialize();
    }

    /** Empty when servers have not made it, or it has ended. */
    Optional<JWTClaimsSet> open(String sealed) {
        if (!sealed.startsWith(BEGIN)) {
            return Optional.empty();
        }
        try {
            EncryptedJWT read = EncryptedJWT.parse(sealed);
            read.decrypt(new DirectDecrypter(key));
            return Optional.of(read.getJWTClaimsSet()).filter(this::isGood);
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    private boolean isGood(JWTClaimsSet claims) {
        Instant end = claims.getExpirationTime() == null
                ? Instant.MIN
                : claims.getExpirationTime().toInstant();
        return end.isAfter(clock.instant());
    }
}
