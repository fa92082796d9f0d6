package com.orchestrator.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An identity provider on loopback: says where its keys are, shows them, signs, and signs people in ({@link SignInDesk}). */
public final class Provider implements AutoCloseable {

    public static final String AUDIENCE = "orchestrator";

    private final HttpServer http;
    public final List<JWK> keys = new CopyOnWriteArrayList<>();
    final AtomicInteger fetches = new AtomicInteger();
    public volatile boolean isDown;
    public final SignInDesk desk = new SignInDesk(this);

    public Provider() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serve(
                "/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + issuer() + "\",\"jwks_uri\":\"" + issuer()
                        + "/keys\",\"authorization_endpoint\":\"" + issuer()
                        + "/authorize?tenant=t\",\"token_endpoint\":\""
                        + issuer() + "/token\"}");
        serve("/keys", () -> {
            fetches.incrementAndGet();
            return new JWKSet(keys).toString(true);
        });
        http.createContext("/authorize", desk::authorize);
        http.createContext("/token", desk::token);
        http.start();
    }

    private void serve(String path, Supplier<String> answer) {
        http.createContext(path, exchange -> {
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isDown ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    public String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** For this server, good for an hour. */
    public JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject("ann")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }

    public static String signed(JWK key, JWTClaimsSet claims) {
        try {
            return key instanceof RSAKey rsa
                    ? signed(JWSAlgorithm.RS256, key, claims, new RSASSASigner(rsa))
                    : signed(JWSAlgorithm.ES256, key, claims, new ECDSASigner((ECKey) key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(JWSAlgorithm algorithm, JWK key, JWTClaimsSet claims, JWSSigner signer) {
        return signed(JOSEObjectType.JWT, algorithm, key, claims, signer);
    }

    static String signed(JOSEObjectType type, JWSAlgorithm algorithm, JWK key, JWTClaimsSet claims, JWSSigner signer) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(type)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
