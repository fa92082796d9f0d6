package com.orchestrator.server.webhook;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.webhook.WebhookFaults;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be called. Whoever may set a webhook must not be able to reach by it what only this server can reach: itself, its
 * neighbours, the services of its cloud. So what is not plainly outside is refused, unless the configuration names it.
 */
public final class AddressRules {

    /** Only the Internet is outside: these are all addresses that are set aside for something else. */
    private static final List<Network> INSIDE = List.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .stream()
            .map(Network::parse)
            .toList();

    /** Of version 6, what is given out for use between hosts; all else is local, or wraps an address of version 4. */
    private static final Network GIVEN_OUT = Network.parse("2000::/3");

    private static final int IPV6_BYTES = 16;

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int PORT_FREE_MIN = 1_024;

    private final boolean allowsHttp;
    private final List<String> hosts;
    private final List<Network> networks;

    private AddressRules(boolean allowsHttp, List<String> hosts, List<Network> networks) {
        this.allowsHttp = allowsHttp;
        this.hosts = List.copyOf(hosts);
        this.networks = List.copyOf(networks);
    }

    /** What is outside, by https alone. */
    public static final AddressRules STRICT = new AddressRules(false, List.of(), List.of());

    /**
     * @param allowsHttp whether http will do
     * @param hosts names, or {@code *.example.com} for all below one; when there are any no other host is called
     * @param networks that are inside, and may be called all the same
     * @throws IllegalArgumentException when one of them is no network
     */
    public static AddressRules of(boolean allowsHttp, List<String> hosts, List<String> networks) {
        return new AddressRules(
                allowsHttp,
                hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList(),
                networks.stream().map(Network::parse).toList());
    }

    /**
     * Looks at all that can be seen without asking for the host's addresses.
     *
     * @throws OrchestratorException {@code WEBHOOK_INVALID} when it may not be called
     */
    void check(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && allowsHttp)) {
            throw refused("'url' begins with " + scheme, "only https is allowed" + (allowsHttp ? ", and http" : ""));
        }
        int port = port(url);
        if (port != HTTP && port != HTTPS && (port < PORT_FREE_MIN || port > 0xffff)) {
            throw refused("Port " + port + " belongs to another service", "443, 80 and those from 1024 are allowed");
        }
        if (!hosts.isEmpty() && !isAllowed(host(url))) {
            throw refused(
                    "Host '" + host(url) + "' is not among those that this server may call",
                    "they are named by orchestrator.webhooks.allowed-hosts");
        }
        literal(host(url)).flatMap(this::fault).ifPresent(fault -> {
            throw refused(fault, "addresses inside are allowed by orchestrator.webhooks.allowed-networks");
        });
    }

    private static OrchestratorException refused(String detail, @Nullable String hint) {
        return WebhookFaults.impossible("url", detail, hint);
    }

    private boolean isAllowed(String host) {
        return hosts.stream()
                .anyMatch(allowed ->
                        allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed));
    }

    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "http".equalsIgnoreCase(url.getScheme()) ? HTTP : HTTPS;
    }

    /** Without the brackets of an address of version 6. */
    static String host(URI url) {
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The address that a host is written as, when it is. */
    private static Optional<InetAddress> literal(String host) {
        if (host.matches("([0-9.]*\\.)?0[0-9]+(\\.[0-9.]*)?")) {
            throw refused("'" + host + "' can be read in two ways", "write addresses without zeros in front");
        }
        try {
            return host.matches("[0-9.]+") || host.contains(":")
                    ? Optional.of(InetAddress.getByName(host))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            throw refused("'" + host + "' is no address", null);
        }
    }

    /** What forbids an address; empty when it may be called. */
    Optional<String> fault(InetAddress address) {
        if (networks.stream().anyMatch(network -> network.has(address))) {
            return Optional.empty();
        }
        boolean isOfVersion6 = address.getAddress().length == IPV6_BYTES;
        boolean isInside =
                INSIDE.stream().anyMatch(network -> network.has(address)) || (isOfVersion6 && !GIVEN_OUT.has(address));
        return isInside
                ? Optional.of(address.getHostAddress() + " is not outside, so it may not be called")
                : Optional.empty();
    }
}
