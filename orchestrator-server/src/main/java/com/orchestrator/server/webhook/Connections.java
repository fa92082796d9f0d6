package com.orchestrator.server.webhook;

import com.orchestrator.engine.delivery.Courier;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to receivers, kept for a while. They cost no thread each, and there is none at all before something is sent. A connection
 * is used again for the same name at the same address alone.
 */
final class Connections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** More than all webhooks may have under way. */
    private static final int CONNECTIONS_MAX = 5_000;

    private static final int IO_THREADS = 1;
    private static final Timeout CONNECT_MAX = Timeout.of(10, TimeUnit.SECONDS);

    /** Longer than any request takes: how long all of it may take is watched elsewhere. */
    private static final Timeout SILENCE_MAX = Timeout.of(60, TimeUnit.SECONDS);

    private static final TimeValue KEPT = TimeValue.of(30, TimeUnit.SECONDS);

    private final @Nullable SSLContext trust;
    private @Nullable CloseableHttpAsyncClient client;
    private boolean isClosed;

    private Connections(@Nullable SSLContext trust) {
        this.trust = trust;
    }

    /** That trust whom Java trusts. */
    static Connections plain() {
        return new Connections(null);
    }

    static Connections trusting(SSLContext trust) {
        return new Connections(trust);
    }

    /** @throws IllegalStateException when they are closed */
    synchronized CloseableHttpAsyncClient client() {
        if (isClosed) {
            throw new IllegalStateException("The server stops");
        }
        CloseableHttpAsyncClient started = client;
        if (started == null) {
            started = start();
            client = started;
        }
        return started;
    }

    private CloseableHttpAsyncClient start() {
        CloseableHttpAsyncClient made = HttpAsyncClients.custom()
                .setConnectionManager(pool())
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(IO_THREADS)
                        .setSoTimeout(SILENCE_MAX)
                        .build())
                .setThreadFactory(task -> {
                    Thread thread = new Thread(task, "orchestrator-webhook-requests");
                    thread.setDaemon(true);
                    return thread;
                })
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setHardCancellationEnabled(true)
                        .setConnectionRequestTimeout(SILENCE_MAX)
                        .setResponseTimeout(SILENCE_MAX)
                        .setConnectionKeepAlive(KEPT)
                        .build())
                .setIoReactorExceptionCallback(fault -> LOG.debug("Requests to webhooks have ended", fault))
                .setUserAgent("orchestrator-webhooks")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .evictIdleConnections(KEPT)
                .build();
        made.start();
        return made;
    }

    private PoolingAsyncClientConnectionManager pool() {
        ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create();
        if (trust != null) {
            tls.setSslContext(trust);
        }
        return PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(tls.buildAsync())
                .setDnsResolver(new NoNames())
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setMaxConnPerRoute(CONNECTIONS_MAX)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(CONNECT_MAX)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_MAX)
                        .setSocketTimeout(SILENCE_MAX)
                        .build())
                .build();
    }

    /** A request that came here without an address would go to one that nobody has looked at. */
    private static final class NoNames implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("Addresses are chosen by " + Courier.class.getSimpleName());
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException("Addresses are chosen by " + Courier.class.getSimpleName());
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (client != null) {
            client.close(CloseMode.IMMEDIATE);
        }
    }
}
