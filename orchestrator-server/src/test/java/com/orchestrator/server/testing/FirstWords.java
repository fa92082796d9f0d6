package com.orchestrator.server.testing;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes of an answer that has no end that it has begun, and hangs up; takes others whole. */
public final class FirstWords implements BodySubscriber<byte[]> {

    private final CompletableFuture<byte[]> nothing = new CompletableFuture<>();

    private FirstWords() {}

    public static BodyHandler<byte[]> handler() {
        return answer -> answer.headers()
                        .firstValue("Content-Type")
                        .filter("text/event-stream"::equals)
                        .isPresent()
                ? new FirstWords()
                : BodySubscribers.ofByteArray();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
        nothing.complete(new byte[0]);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        // whoever has hung up hears nothing
    }

    @Override
    public void onError(Throwable failure) {
        nothing.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        nothing.complete(new byte[0]);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return nothing;
    }
}
