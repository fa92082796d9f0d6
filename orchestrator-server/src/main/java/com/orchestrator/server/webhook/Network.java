package com.orchestrator.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses with the same first bits, as {@code 10.0.0.0/8} or {@code fc00::/7} say it. */
final class Network {

    private final byte[] prefix;
    private final int bits;
    private final String text;

    private Network(byte[] prefix, int bits, String text) {
        this.prefix = prefix;
        this.bits = bits;
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is none; nobody is asked for a name */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("'" + text + "' is no network; write 10.1.0.0/16 or fd00::/8");
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * Byte.SIZE) {
                throw new IllegalArgumentException("'" + text + "' has more bits than an address");
            }
            return new Network(bytes, bits, text);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no network; write 10.1.0.0/16 or fd00::/8", e);
        }
    }

    boolean has(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        int mask = 0xff << (Byte.SIZE - rest);
        return rest == 0 || ((bytes[whole] ^ prefix[whole]) & mask & 0xff) == 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
