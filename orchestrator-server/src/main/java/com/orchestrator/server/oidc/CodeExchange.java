package com.orchestrator.server.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.server.oidc.SignInRefused.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Trades a code, which a browser has brought from the provider, for what the provider says of its user. */
final class CodeExchange {

    private final OidcClient client;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Discovery.PATIENCE).build();

    CodeExchange(OidcClient client) {
        this.client = client;
    }

    /**
     * The ID token.
     *
     * @param verifier whose hash the provider was given when the sign-in began
     */
    String idToken(URI endpoint, String code, String verifier) throws SignInRefused {
        HttpResponse<InputStream> answer = send(endpoint, code, verifier);
        String body = body(answer);
        if (answer.statusCode() >= 500) {
            throw new SignInRefused(Fault.UNAVAILABLE, "The provider answers " + answer.statusCode(), null);
        }
        if (answer.statusCode() != 200) {
            throw new SignInRefused(
                    Fault.CODE_REFUSED, "The provider does not take the code: " + field(body, "error"), null);
        }
        return field(body, "id_token");
    }

    private HttpResponse<InputStream> send(URI endpoint, String code, String verifier) throws SignInRefused {
        try {
            return http.send(request(endpoint, code, verifier), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private HttpRequest request(URI endpoint, String code, String verifier) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", client.callback().toString());
        form.put("code_verifier", verifier);
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Discovery.PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json");
        client.secret()
                .ifPresentOrElse(
                        secret -> request.header("Authorization", basic(secret)),
                        () -> form.put("client_id", client.id()));
        return request.POST(BodyPublishers.ofString(encoded(form))).build();
    }

    /** Each half is encoded by itself, so that a colon in it is none. */
    private String basic(String secret) {
        String pair = encoded(client.id()) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String body(HttpResponse<InputStream> answer) throws SignInRefused {
        try (InputStream body = answer.body()) {
            return new String(body.readNBytes(Discovery.BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Empty when it is not there, or the answer is no JSON. */
    private static String field(String body, String name) {
        try {
            return JsonMapper.builder().build().readTree(body).path(name).asText();
        } catch (JsonProcessingException notJson) {
            return "";
        }
    }

    private static SignInRefused unavailable(Exception cause) {
        return new SignInRefused(Fault.UNAVAILABLE, "The provider does not answer: " + cause, cause);
    }
}
