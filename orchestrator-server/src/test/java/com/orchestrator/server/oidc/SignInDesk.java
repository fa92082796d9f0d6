package com.orchestrator.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.orchestrator.server.auth.Digest;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where people sign in: everybody who comes is Ann, and is sent back with a code at once. A code is taken once, of the client that it was
 * made for, by whoever has the verifier, and never when it {@link #codesAreOver}.
 */
public final class SignInDesk {

    public static final String CLIENT = "orchestrator page";
    public static final String SECRET = "s:cr+t";

    private final Provider provider;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    public volatile boolean codesAreOver;
    /** What becomes of an honest token's claims. */
    public volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
    /** How they are signed. */
    public volatile Function<JWTClaimsSet, String> signature;

    SignInDesk(Provider provider) {
        this.provider = provider;
        honest();
    }

    /** As it began. */
    public void honest() {
        codesAreOver = false;
        claims = UnaryOperator.identity();
        signature = claims -> Provider.signed(provider.keys.get(0), claims);
    }

    void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        exchange.getResponseHeaders().add("Location", back(asked, code(asked)));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    /** Where a browser is sent that has asked for this. */
    private String back(Map<String, String> asked, String code) {
        return asked.get("redirect_uri") + "?code=" + code + "&session_state=x&iss="
                + URLEncoder.encode(provider.issuer(), StandardCharsets.UTF_8) + "&state=" + asked.get("state");
    }

    /** A code for who asks so. */
    public String code(Map<String, String> asked) {
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        return code;
    }

    void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Optional<String> token = honoured(exchange, form(body)).map(this::idToken);
        byte[] answer = token.map(text -> "{\"id_token\":\"" + text + "\",\"access_token\":\"opaque\"}")
                .orElse("{\"error\":\"invalid_grant\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(provider.isDown ? 503 : token.isPresent() ? 200 : 400, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Optional<Map<String, String>> honoured(HttpExchange exchange, Map<String, String> brought) {
        Map<String, String> asked = codes.remove(brought.get("code"));
        boolean isGood = asked != null
                && !codesAreOver
                && isClient(exchange, asked)
                && asked.get("redirect_uri").equals(brought.get("redirect_uri"))
                && asked.get("code_challenge_method").equals("S256")
                && asked.get("code_challenge").equals(challenge(brought.get("code_verifier")));
        return isGood ? Optional.of(asked) : Optional.empty();
    }

    private static boolean isClient(HttpExchange exchange, Map<String, String> asked) {
        String basic = exchange.getRequestHeaders().getFirst("Authorization").substring("Basic ".length());
        String[] pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8).split(":");
        return decoded(pair[0]).equals(asked.get("client_id"))
                && decoded(pair[1]).equals(SECRET);
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Digest.of(verifier));
    }

    private String idToken(Map<String, String> asked) {
        JWTClaimsSet.Builder honest = provider.claims(Instant.now())
                .audience(CLIENT)
                .claim("nonce", asked.get("nonce"))
                .claim("email", "ann@example.com")
                .claim("groups", List.of("team-shop"));
        return signature.apply(claims.apply(honest).build());
    }

    /** What stands in a query, or in a body that looks like one. */
    public static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> decoded(field[0]), field -> decoded(field[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
