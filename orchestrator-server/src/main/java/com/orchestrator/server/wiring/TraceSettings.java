package com.orchestrator.server.wiring;

import com.orchestrator.server.trace.OtlpTarget;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What OpenTelemetry's own variables say of where traces go. Nothing is sent unless one of them names an address, or asks for OTLP. */
final class TraceSettings {

    private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
    private static final String LOCAL = "http://localhost:4318";
    private static final String TIMEOUT_MILLIS = "10000";

    private final Function<String, Optional<String>> said;

    /** @param said looks a variable up; one that is empty is as good as none */
    TraceSettings(Function<String, Optional<String>> said) {
        this.said = name -> said.apply(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * Empty when traces are off.
     *
     * @throws IllegalArgumentException when something is wanted that is not spoken here
     */
    Optional<OtlpTarget> target() {
        String exporter = said.apply("OTEL_TRACES_EXPORTER").orElse("");
        boolean isDisabled = said.apply("OTEL_SDK_DISABLED").orElse("").equalsIgnoreCase("true");
        Optional<String> address = said.apply(PREFIX + "TRACES_ENDPOINT")
                .or(() -> said.apply(PREFIX + "ENDPOINT").map(TraceSettings::ofTraces));
        if (isDisabled || exporter.equals("none") || (exporter.isEmpty() && address.isEmpty())) {
            return Optional.empty();
        }
        refuse("OTEL_TRACES_EXPORTER", exporter, "otlp");
        refuse(
                PREFIX + "TRACES_PROTOCOL",
                said.apply(PREFIX + "TRACES_PROTOCOL").orElse(""),
                "http/json");
        refuse(PREFIX + "PROTOCOL", said.apply(PREFIX + "PROTOCOL").orElse(""), "http/json");
        return Optional.of(new OtlpTarget(
                address(address.orElse(ofTraces(LOCAL))),
                pairs(ofTracesOrAll("HEADERS").orElse("")),
                timeout(ofTracesOrAll("TIMEOUT").orElse(TIMEOUT_MILLIS)),
                resource()));
    }

    private Optional<String> ofTracesOrAll(String name) {
        return said.apply(PREFIX + "TRACES_" + name).or(() -> said.apply(PREFIX + name));
    }

    private static String ofTraces(String base) {
        return base.replaceAll("/+$", "") + "/v1/traces";
    }

    private static void refuse(String variable, String value, String spoken) {
        if (!value.isEmpty() && !value.equals(spoken)) {
            throw new IllegalArgumentException(
                    variable + "=" + value + " is not spoken here; say " + spoken + ", or leave it out");
        }
    }

    private static URI address(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(PREFIX + "ENDPOINT: '" + text + "' is no http:// or https:// address");
        }
        return uri;
    }

    private static Duration timeout(String millis) {
        if (!millis.matches("[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException(PREFIX + "TIMEOUT: '" + millis + "' are no milliseconds");
        }
        return Duration.ofMillis(Long.parseLong(millis));
    }

    private Map<String, String> resource() {
        Map<String, String> resource = new HashMap<>(Map.of("service.name", "orchestrator"));
        resource.putAll(pairs(said.apply("OTEL_RESOURCE_ATTRIBUTES").orElse("")));
        said.apply("OTEL_SERVICE_NAME").ifPresent(name -> resource.put("service.name", name));
        return resource;
    }

    /** {@code a=b,c=d}, where what is no letter may be written with %. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                pairs.put(
                        pair.substring(0, at).strip(),
                        URLDecoder.decode(pair.substring(at + 1).strip().replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return pairs;
    }
}
