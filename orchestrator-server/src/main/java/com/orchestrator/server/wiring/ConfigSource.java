package com.orchestrator.server.wiring;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * One place where settings are said.
 *
 * @param name what people call it
 * @param values by the names that stand there, keys or variables
 */
record ConfigSource(String name, Map<String, String> values) {

    private static final String VARIABLES = "ORCHESTRATOR_";

    ConfigSource {
        values = Map.copyOf(values);
    }

    static ConfigSource systemProperties() {
        Map<String, String> values = new TreeMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> put(values, name, System.getProperty(name)));
        return new ConfigSource("system property", values);
    }

    static ConfigSource environment() {
        Map<String, String> values = new TreeMap<>();
        System.getenv().forEach((name, value) -> put(values, name, value));
        return new ConfigSource("environment", values);
    }

    /** What the container adds, such as its own settings; it repeats those of the process, which are looked at first. */
    static ConfigSource container(Config config) {
        Map<String, String> values = new TreeMap<>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> isOurs(name) && System.getProperty(name) == null && System.getenv(name) == null)
                .forEach(name ->
                        config.getOptionalValue(name, String.class).ifPresent(value -> put(values, name, value)));
        return new ConfigSource("container", values);
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (isOurs(name)) {
            values.put(name, value);
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith(ConfigKey.PREFIX) || name.startsWith(VARIABLES);
    }
}
