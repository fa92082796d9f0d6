package com.orchestrator.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Spoils a request that was right, in one place. */
final class Spoiler {

    private static final int DEEP = 5_000;
    private static final int LONG = 70_000;

    /** For how long to wait: nothing that anybody would. */
    private static final List<String> WAITS = List.of("\"-5s\"", "30", "true", "\"soon\"", "\"\"", "[]", "\"P1Y\"");

    /** Anywhere else in a body. */
    private static final List<String> VALUES = List.of(
            "true",
            "-1",
            "0",
            "2147483648",
            "9223372036854775808",
            "1e400",
            "-1e-400",
            "9".repeat(400),
            "0." + "1".repeat(400),
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"+999999999-12-31T23:59:59.999999999Z\"",
            "\"P999999999999D\"",
            "\"-5s\"",
            "\"${ 1/0 }\"",
            "\"${ input.\"",
            "\"" + "x".repeat(LONG) + "\"",
            "\"ÄÖ\\u202e💥\"",
            "[]",
            "{}",
            "[[[[]]]]",
            "{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
            "[".repeat(DEEP) + "]".repeat(DEEP));

    private static final List<String> SEGMENTS = List.of(
            "%00",
            "%20",
            "..%2f..",
            "a%2Fb",
            "%F0%9F%92%A5",
            "x".repeat(2_000),
            "-1",
            "99999999999999999999",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "1-1-1-1-1",
            ";a=b",
            "'");

    private static final List<String> QUERIES = List.of(
            "limit=0",
            "limit=-1",
            "limit=99999999999",
            "limit=1e3",
            "cursor=%00",
            "cursor=zzzz",
            "cursor=" + "A".repeat(500),
            "state=RUNING",
            "after=-1",
            "after=9223372036854775808",
            "wait=-1s",
            "wait=P1Y",
            "wait=PT99999999999999999999H",
            "limit=5&limit=6",
            "unknown=1",
            "runId=%ff",
            "runId=%ED%A0%80",
            "namespace=" + "n".repeat(3_000),
            "=",
            "&&",
            "?");

    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "nonsense",
            "a/b/c",
            "*/*");

    private final Random random;

    Spoiler(Random random) {
        this.random = random;
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String segment() {
        return oneOf(SEGMENTS);
    }

    Target.Call spoil(Target.Call call) {
        return switch (random.nextInt(8)) {
            case 0 ->
                new Target.Call(
                        oneOf(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FOO")),
                        call.path(),
                        call.headers(),
                        call.body());
            case 1 ->
                new Target.Call(
                        call.method(),
                        call.path() + (call.path().contains("?") ? "&" : "?") + oneOf(QUERIES),
                        call.headers(),
                        call.body());
            case 2 -> withHeader(call);
            default -> call.body().length == 0 ? withHeader(call) : withBody(call);
        };
    }

    private Target.Call withHeader(Target.Call call) {
        Map<String, String> headers = new TreeMap<>(call.headers());
        switch (random.nextInt(6)) {
            case 0 -> headers.put("Content-Type", oneOf(TYPES));
            case 1 -> headers.remove("Content-Type");
            case 2 -> headers.put("Accept", oneOf(TYPES));
            case 3 ->
                headers.put("If-Match", oneOf(List.of("\"0\"", "*", "W/\"1\"", "\"x\"", "\"99999999999999999999\"")));
            case 4 -> headers.put("Content-Encoding", oneOf(List.of("gzip", "br", "gzip, gzip", "identity")));
            default ->
                headers.put("Authorization", oneOf(List.of("Basic eDp5", "Bearer", "Bearer  ", "x".repeat(3_000))));
        }
        return new Target.Call(call.method(), call.path(), headers, call.body());
    }

    private Target.Call withBody(Target.Call call) {
        return new Target.Call(call.method(), call.path(), call.headers(), spoilBody(call.body()));
    }

    private byte[] spoilBody(byte[] body) {
        return switch (random.nextInt(6)) {
            case 0 -> cut(body);
            case 1 -> flip(body);
            default -> spoilTree(body);
        };
    }

    private byte[] cut(byte[] body) {
        return java.util.Arrays.copyOf(body, random.nextInt(body.length));
    }

    private byte[] flip(byte[] body) {
        byte[] flipped = body.clone();
        flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        return flipped;
    }

    private byte[] spoilTree(byte[] body) {
        try {
            JsonNode tree = Target.JSON.readTree(body);
            List<JsonNode> parents = new ArrayList<>();
            collect(tree, parents);
            if (parents.isEmpty()) {
                return oneOf(VALUES).getBytes(StandardCharsets.UTF_8);
            }
            spoilChild(oneOf(parents));
            return Target.JSON.writeValueAsBytes(tree);
        } catch (java.io.IOException notJson) {
            return flip(body);
        }
    }

    private void spoilChild(JsonNode parent) {
        if (parent instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.add("nobodyKnowsThis");
            String name = oneOf(names);
            object.set(name, raw(name.equals("wait") ? WAITS : VALUES));
        } else if (parent instanceof ArrayNode array) {
            array.set(random.nextInt(array.size()), raw(VALUES));
        }
    }

    private JsonNode raw(List<String> values) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(oneOf(values)));
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }
}
