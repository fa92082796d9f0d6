package com.orchestrator.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks for the addresses of hosts, which may take long and cannot be given up: one thread for each host that is being asked for, so that
 * a slow name holds up nobody but those who want it. Which answers are kept for how long is for Java to say.
 */
final class HostNames implements AutoCloseable {

    private final Lookup lookup;
    private final Map<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "orchestrator-webhook-names");
        thread.setDaemon(true);
        return thread;
    });

    /** Whoever knows names. */
    interface Lookup {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    HostNames(Lookup lookup) {
        this.lookup = lookup;
    }

    /** All of its addresses; fails when there are none. */
    CompletableFuture<List<InetAddress>> addressesOf(String host) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> before = asked.putIfAbsent(host, answer);
        if (before != null) {
            return before;
        }
        threads.execute(() -> {
            try {
                List<InetAddress> found = List.of(lookup.addressesOf(host));
                asked.remove(host);
                answer.complete(found);
            } catch (UnknownHostException | RuntimeException e) {
                asked.remove(host);
                answer.completeExceptionally(new CompletionException("Nobody knows host " + host, e));
            }
        });
        return answer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
