package com.orchestrator.server.webhook;

import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.engine.delivery.Courier;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.stream.CloudEvent;
import com.orchestrator.server.webhook.Answered.Head;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP, to addresses that were looked at and to no others: a host's addresses are asked for each time, one that is
 * allowed is chosen, and the connection goes to that one, whatever the name may stand for a moment later. Certificates are held
 * against the name. Redirects are not followed, and no cookies, credentials or proxies are used.
 */
public final class HttpCourier implements Courier {

    private static final ContentType CLOUD_EVENT =
            ContentType.create("application/cloudevents+json", StandardCharsets.UTF_8);

    private final AddressRules rules;
    private final HostNames names;
    private final Connections connections;
    private final Json json = new Json(BodyLimit.DEFAULT.bytesMax());
    private final InstantSource clock = InstantSource.system();

    public HttpCourier(AddressRules rules) {
        this(rules, InetAddress::getAllByName, Connections.plain());
    }

    HttpCourier(AddressRules rules, HostNames.Lookup lookup, Connections connections) {
        this.rules = rules;
        this.names = new HostNames(lookup);
        this.connections = connections;
    }

    @Override
    public boolean isAtWork() {
        return true;
    }

    @Override
    public void check(URI url) {
        rules.check(url);
    }

    @Override
    public CompletableFuture<Reply> send(Parcel parcel) {
        long began = System.nanoTime();
        Exchange exchange = new Exchange();
        CompletableFuture<Head> done;
        try {
            rules.check(parcel.url());
            done = names.addressesOf(AddressRules.host(parcel.url()))
                    .thenCompose(addresses -> exchange.run(parcel, chosen(addresses, parcel.attempt())));
        } catch (RuntimeException refused) {
            done = CompletableFuture.failedFuture(refused);
        }
        return done.copy()
                .orTimeout(parcel.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((head, failure) -> {
                    exchange.cancel();
                    Head known = head == null ? exchange.head.getNow(null) : head;
                    Duration took = Duration.ofNanos(System.nanoTime() - began);
                    return known == null ? new Reply(null, wordOf(failure, parcel), null, took) : reply(known, took);
                });
    }

    /** One of them, each in its turn; none when any is not allowed, for then the name is not to be trusted. */
    private InetAddress chosen(List<InetAddress> addresses, int attempt) {
        for (InetAddress address : addresses) {
            rules.fault(address).ifPresent(fault -> {
                throw new CompletionException(fault, null);
            });
        }
        return addresses.get((attempt - 1) % addresses.size());
    }

    private final class Exchange {

        private final CompletableFuture<Head> head = new CompletableFuture<>();
        private final CompletableFuture<Head> done = new CompletableFuture<>();
        private @Nullable Future<?> running;
        private boolean isCancelled;

        synchronized CompletableFuture<Head> run(Parcel parcel, InetAddress address) {
            if (!isCancelled) {
                URI url = parcel.url();
                HttpHost pinned = new HttpHost(
                        String.valueOf(url.getScheme()), address, AddressRules.host(url), AddressRules.port(url));
                running = connections
                        .client()
                        .execute(pinned, request(parcel), new Answered(head), null, null, whenOver());
            }
            return done;
        }

        private FutureCallback<Boolean> whenOver() {
            return new FutureCallback<>() {
                @Override
                public void completed(Boolean all) {
                    done.complete(head.join());
                }

                @Override
                public void failed(Exception failure) {
                    done.completeExceptionally(failure);
                }

                @Override
                public void cancelled() {
                    done.completeExceptionally(new CancellationException());
                }
            };
        }

        /** Whatever still runs has run long enough. */
        synchronized void cancel() {
            isCancelled = true;
            if (running != null) {
                running.cancel(true);
            }
        }
    }

    private AsyncRequestProducer request(Parcel parcel) {
        byte[] body = json.write(body(parcel));
        long second = clock.instant().getEpochSecond();
        return AsyncRequestBuilder.post(parcel.url())
                .addHeader(WebhookSignature.ID, parcel.id())
                .addHeader(WebhookSignature.TIMESTAMP, String.valueOf(second))
                .addHeader(
                        WebhookSignature.SIGNATURE, WebhookSignature.sign(parcel.secrets(), parcel.id(), second, body))
                .setEntity(body, CLOUD_EVENT)
                .build();
    }

    private Object body(Parcel parcel) {
        FeedEntry event = parcel.event();
        return event == null
                ? TestEvent.of(parcel.id(), clock.instant())
                : CloudEvent.of(
                        new CloudEvent.Run(event.instanceId(), event.namespace(), event.workflow(), event.runId()),
                        event.event());
    }

    // ---- what came of it

    private Reply reply(Head head, Duration took) {
        boolean isTaken = head.status() >= 200 && head.status() < 300;
        return new Reply(
                head.status(),
                isTaken ? null : "The receiver answered " + head.status(),
                retryAfter(head.retryAfter()),
                took);
    }

    private @Nullable Duration retryAfter(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant at = DateUtils.parseStandardDate(text);
        Duration wait = at == null ? Duration.ZERO : Duration.between(clock.instant(), at);
        return wait.isNegative() || wait.isZero() ? null : wait;
    }

    private static String wordOf(Throwable failure, Parcel parcel) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException) {
            return "No answer within " + parcel.timeout().toMillis() + " ms";
        }
        String message = cause.getMessage();
        return cause instanceof CompletionException && message != null
                ? message
                : cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    @Override
    public void close() {
        names.close();
        connections.close();
    }
}
