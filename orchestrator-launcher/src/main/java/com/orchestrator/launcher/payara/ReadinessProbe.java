package com.orchestrator.launcher.payara;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks the server whether it is ready, and keeps what it said last. */
final class ReadinessProbe {

    static final String PATH = "/health/ready";
    private static final int TIMEOUT_MILLIS = 5000;

    private final String url;
    private String lastAnswer = "nothing";

    ReadinessProbe(String serverUrl) {
        url = serverUrl + PATH;
    }

    boolean isReady() {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            lastAnswer = status + " " + body(connection);
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            lastAnswer = String.valueOf(e.getMessage());
            return false;
        }
    }

    String lastAnswer() {
        return lastAnswer;
    }

    private static String body(HttpURLConnection connection) throws IOException {
        boolean failed = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
        try (var body = failed ? connection.getErrorStream() : connection.getInputStream()) {
            return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
