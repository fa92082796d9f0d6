package com.orchestrator.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.engine.delivery.Courier.Parcel;
import com.orchestrator.engine.delivery.Courier.Reply;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as they go over the wire: to the address that was looked at, once, and for no longer than they may. */
class HttpCourierTest {

    private static final String SECRET = WebhookSignature.newSecret();
    private static final AddressRules LOCAL = AddressRules.of(true, List.of(), List.of("127.0.0.1"));

    private final Receiver receiver = new Receiver(SECRET);
    private final List<AutoCloseable> open = new ArrayList<>(List.of(receiver));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private HttpCourier courier(AddressRules rules, HostNames.Lookup lookup) {
        return courier(rules, lookup, Connections.plain());
    }

    private HttpCourier courier(AddressRules rules, HostNames.Lookup lookup, Connections connections) {
        HttpCourier courier = new HttpCourier(rules, lookup, connections);
        open.add(courier);
        return courier;
    }

    private static InetAddress[] addresses(String... texts) throws UnknownHostException {
        InetAddress[] found = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            found[i] = InetAddress.getByName(texts[i]);
        }
        return found;
    }

    private static Reply send(HttpCourier courier, String url, int attempt, Duration timeout) throws Exception {
        return courier.send(new Parcel("m1", URI.create(url), List.of(SECRET), timeout, attempt, null))
                .get(30, TimeUnit.SECONDS);
    }

    private static Reply send(HttpCourier courier, String url) throws Exception {
        return send(courier, url, 1, Duration.ofSeconds(10));
    }

    /** The name is known to nobody but the lookup: who asks Java for it again gets nowhere. */
    @Test
    void aRequest_goesToTheAddressThatWasLookedAt_underItsName() throws Exception {
        HttpCourier courier = courier(LOCAL, host -> addresses("127.0.0.1"));

        Reply reply = send(courier, "http://hooks.example.invalid:" + receiver.port() + "/in?a=b");

        assertThat(reply.isTaken()).isTrue();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(receiver.calls()).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/in?a=b");
            assertThat(call.isSigned()).isTrue();
            assertThat(call.id()).isEqualTo("m1");
            assertThat(call.contentType()).startsWith("application/cloudevents+json");
            assertThat(call.event().path("type").asText()).isEqualTo("orchestrator.webhook.test.v1");
            assertThat(call.event().path("specversion").asText()).isEqualTo("1.0");
        });
    }

    /** DNS rebinding: outside when it is looked at, inside a moment later. */
    @Test
    void aName_thatMovesInside_isRefused_beforeAnythingIsSent() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpCourier courier =
                courier(LOCAL, host -> asked.getAndIncrement() == 0 ? addresses("127.0.0.1") : addresses("127.0.0.2"));
        String url = "http://hooks.example.invalid:" + receiver.port() + "/";

        Reply first = send(courier, url);
        Reply second = send(courier, url);

        assertThat(first.isTaken()).isTrue();
        assertThat(second.error()).contains("127.0.0.2").contains("may not be called");
        assertThat(receiver.calls()).hasSize(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aName_withOneAddressInside_isNotTrusted() throws Exception {
        HttpCourier courier = courier(LOCAL, host -> addresses("127.0.0.1", "10.0.0.1"));

        Reply reply = send(courier, "http://hooks.example.invalid:" + receiver.port() + "/");

        assertThat(reply.error()).contains("10.0.0.1");
        assertThat(receiver.calls()).isEmpty();
    }

    @Test
    void severalAddresses_takeTurnsWithAttempts() throws Exception {
        AddressRules rules = AddressRules.of(true, List.of(), List.of("127.0.0.0/8"));
        HttpCourier courier = courier(rules, host -> addresses("127.0.0.9", "127.0.0.1"));
        String url = "http://hooks.example.invalid:" + receiver.port() + "/";

        assertThat(send(courier, url, 1, Duration.ofSeconds(5)).isTaken()).isFalse();
        assertThat(send(courier, url, 2, Duration.ofSeconds(5)).isTaken()).isTrue();
    }

    @Test
    void redirects_areAnswers_andNotFollowed() throws Exception {
        receiver.behave(call -> Receiver.Reply.of(307).with("Location", receiver.url()));

        Reply reply = send(courier(LOCAL, InetAddress::getAllByName), receiver.url());

        assertThat(reply.error()).isEqualTo("The receiver answered 307");
        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void whatAReceiverWishes_isTold() throws Exception {
        receiver.behave(call -> Receiver.Reply.of(503).with("Retry-After", "120"));
        Reply seconds = send(courier(LOCAL, InetAddress::getAllByName), receiver.url());
        receiver.behave(call -> Receiver.Reply.of(429).with("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"));
        Reply date = send(courier(LOCAL, InetAddress::getAllByName), receiver.url());
        receiver.behave(call -> Receiver.Reply.of(429).with("Retry-After", "soon"));
        Reply nonsense = send(courier(LOCAL, InetAddress::getAllByName), receiver.url());

        assertThat(seconds.retryAfter()).isEqualTo(Duration.ofSeconds(120));
        assertThat(date.retryAfter()).isGreaterThan(Duration.ofDays(365));
        assertThat(nonsense.retryAfter()).isNull();
    }

    @Test
    void whoHangs_isGivenUp_andHoldsUpNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        receiver.behave(call -> {
            if (call.path().equals("/slow")) {
                await(end);
            }
            return Receiver.Reply.of(200);
        });
        HttpCourier courier = courier(LOCAL, InetAddress::getAllByName);
        String base = "http://127.0.0.1:" + receiver.port();
        List<CompletableFuture<Reply>> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            slow.add(courier.send(
                    new Parcel("m" + i, URI.create(base + "/slow"), List.of(SECRET), Duration.ofSeconds(2), 1, null)));
        }

        Reply quick = send(courier, base + "/quick", 1, Duration.ofSeconds(2));

        assertThat(quick.isTaken()).isTrue();
        assertThat(slow).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<Reply> one : slow) {
            assertThat(one.get(20, TimeUnit.SECONDS).error()).isEqualTo("No answer within 2000 ms");
        }
        end.countDown();
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNameThatNobodyAnswersFor_holdsUpThatHostAlone() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        HttpCourier courier = courier(LOCAL, host -> {
            if (host.equals("slow.example.invalid")) {
                await(end);
            }
            return addresses("127.0.0.1");
        });

        CompletableFuture<Reply> slow = courier.send(new Parcel(
                "m", URI.create("http://slow.example.invalid/"), List.of(SECRET), Duration.ofSeconds(1), 1, null));
        Reply quick = send(courier, "http://quick.example.invalid:" + receiver.port() + "/");

        assertThat(quick.isTaken()).isTrue();
        assertThat(slow.get(20, TimeUnit.SECONDS).error()).isEqualTo("No answer within 1000 ms");
        end.countDown();
    }

    @Test
    void anAnswerWithoutEnd_isCutOff_andItsStatusCounts() throws Exception {
        receiver.behave(call -> Receiver.Reply.of(200).saying(new byte[1_000_000]));
        HttpCourier courier = courier(LOCAL, InetAddress::getAllByName);

        Reply reply = send(courier, receiver.url());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.isTaken()).isTrue();
    }

    @Test
    void whoIsNotThere_isNoFault() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        HttpCourier courier = courier(LOCAL, InetAddress::getAllByName);

        assertThat(send(courier, "http://127.0.0.1:" + port + "/").error()).contains("refused");
        assertThat(send(
                                courier(LOCAL, host -> {
                                    throw new UnknownHostException(host);
                                }),
                                "http://nowhere.example.invalid/")
                        .error())
                .contains("nowhere.example.invalid");
    }

    /** A certificate has to be for the name, though the connection goes to an address. */
    @Test
    void certificates_areHeldAgainstTheName(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        SSLContext tls = context(keys);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        HttpCourier courier = courier(LOCAL, host -> addresses("127.0.0.1"), Connections.trusting(tls));
        int port = server.getAddress().getPort();

        Reply right = send(courier, "https://hooks.example.com:" + port + "/");
        Reply wrong = send(courier, "https://other.example.com:" + port + "/");
        Reply unknown = send(courier(LOCAL, host -> addresses("127.0.0.1")), "https://hooks.example.com:" + port + "/");

        assertThat(right.error()).isNull();
        assertThat(right.status()).isEqualTo(204);
        assertThat(wrong.error()).contains("other.example.com");
        assertThat(unknown.isTaken()).isFalse();
    }

    private static SSLContext context(Path keys) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hooks",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hooks",
                        "-validity",
                        "2",
                        "-ext",
                        "san=dns:hooks.example.com",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        char[] password = "changeit".toCharArray();
        KeyStore store = load(keys, password);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, password);
        trusted.setCertificateEntry("hooks", store.getCertificate("hooks"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(Path keys, char[] password)
            throws IOException, java.security.GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password);
        }
        return store;
    }
}
