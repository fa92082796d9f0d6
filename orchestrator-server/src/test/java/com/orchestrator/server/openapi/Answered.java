package com.orchestrator.server.openapi;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * An answer, as far as it is judged.
 *
 * @param header a header's value by its name; empty when there is none
 */
record Answered(int status, UnaryOperator<String> header, byte[] body) {

    static Answered of(HttpResponse<byte[]> response) {
        return new Answered(
                response.statusCode(),
                name -> response.headers().firstValue(name).orElse(""),
                response.body());
    }

    @Override
    public String toString() {
        return status + " " + new String(body, StandardCharsets.UTF_8);
    }
}
