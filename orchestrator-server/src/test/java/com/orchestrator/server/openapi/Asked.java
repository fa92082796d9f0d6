package com.orchestrator.server.openapi;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * A request, as far as it is judged.
 *
 * @param type of the body; empty when it has none
 * @param body empty when there is none, and when it cannot be seen
 */
record Asked(String method, URI uri, String type, byte[] body) {

    static Asked of(HttpRequest request) {
        boolean isPlain = request.headers().firstValue("Content-Encoding").isEmpty();
        return new Asked(
                request.method(),
                request.uri(),
                request.headers().firstValue("Content-Type").orElse(""),
                isPlain ? body(request) : new byte[0]);
    }

    /** What was sent, if it was of a known length: others may be endless. */
    private static byte[] body(HttpRequest request) {
        HttpResponse.BodySubscriber<byte[]> whole = HttpResponse.BodySubscribers.ofByteArray();
        request.bodyPublisher()
                .filter(body -> body.contentLength() > 0)
                .ifPresentOrElse(body -> body.subscribe(new Buffers(whole)), whole::onComplete);
        return whole.getBody().toCompletableFuture().join();
    }

    /** Hands on what comes one by one as lists of one. */
    private record Buffers(HttpResponse.BodySubscriber<byte[]> whole) implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            whole.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer item) {
            whole.onNext(List.of(item));
        }

        @Override
        public void onError(Throwable thrown) {
            whole.onError(thrown);
        }

        @Override
        public void onComplete() {
            whole.onComplete();
        }
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8);
        return method + " " + uri + " " + text.substring(0, Math.min(500, text.length()));
    }
}
