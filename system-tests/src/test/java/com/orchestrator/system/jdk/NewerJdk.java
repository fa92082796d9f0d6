package com.orchestrator.system.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK of this machine that is newer than the one which runs the tests.
 *
 * @param version the feature release
 */
record NewerJdk(Path home, int version) {

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** Directories that hold JDKs, here or there. */
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt/java"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"));

    /** The one that {@code ORCHESTRATOR_NEWER_JDK} names, else the newest that is found. */
    static Optional<NewerJdk> find() {
        Stream<Path> named = Optional.ofNullable(System.getenv("ORCHESTRATOR_NEWER_JDK")).map(Path::of).stream();
        return Stream.concat(named, PLACES.stream().flatMap(NewerJdk::in))
                .flatMap(home -> at(home).stream())
                .filter(jdk -> jdk.version > Runtime.version().feature())
                .max(Comparator.comparingInt(NewerJdk::version));
    }

    private static Stream<Path> in(Path place) {
        if (!Files.isDirectory(place)) {
            return Stream.empty();
        }
        try (var homes = Files.list(place)) {
            return homes.flatMap(home -> Stream.of(home, home.resolve("Contents/Home"))).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<NewerJdk> at(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find() && Files.isExecutable(home.resolve("bin/java"))
                    ? Optional.of(new NewerJdk(home, Integer.parseInt(version.group(1))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String java() {
        return home.resolve("bin/java").toString();
    }
}
