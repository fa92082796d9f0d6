package com.orchestrator.test.postgresql;

import java.util.Optional;

/**
 * Which PostgreSQL tests are played on, and why that one. What is named is taken or is a mistake; what is only found has another behind it.
 *
 * @param image of the container; empty when it is none
 * @param reason ends the line that says what was chosen
 */
record Choice(Kind kind, String image, String reason) {

    static final String URL = "ORCHESTRATOR_TEST_JDBC_URL";
    static final String IMAGE = "ORCHESTRATOR_TEST_IMAGE";
    static final String USUAL_IMAGE = "postgres:17";

    enum Kind {
        /** That of {@link #URL}. */
        NAMED,
        /** One that Testcontainers starts. */
        CONTAINER,
        /** Binaries that Maven has brought. */
        EMBEDDED
    }

    /** What a Docker engine says of an image. */
    enum Docker {
        SILENT,
        HAS_NO_IMAGE,
        HAS_IMAGE
    }

    /** How Docker is asked: once, and only when it matters. */
    interface Engine {

        Docker says(String image);

        /** Where it was looked for. */
        String address();
    }

    /** @throws IllegalStateException when what is named cannot be had */
    static Choice of(Optional<String> url, Optional<String> image, boolean hasTestcontainers, Engine docker) {
        if (url.isPresent()) {
            return new Choice(Kind.NAMED, "", "it is named");
        }
        if (!hasTestcontainers) {
            return image.isPresent()
                    ? cannot("Testcontainers is not on the class path")
                    : embedded("no Testcontainers is on the class path");
        }
        Docker said = docker.says(image.orElse(USUAL_IMAGE));
        if (said == Docker.SILENT) {
            String reason = "no Docker answers at " + docker.address();
            return image.isPresent() ? cannot(reason) : embedded(reason);
        }
        if (said == Docker.HAS_NO_IMAGE && image.isEmpty()) {
            return embedded("Docker has no image " + USUAL_IMAGE + " ('docker pull " + USUAL_IMAGE + "' gets it)");
        }
        return new Choice(Kind.CONTAINER, image.orElse(USUAL_IMAGE), "Docker answers at " + docker.address());
    }

    /** In one line. */
    String line() {
        return "Sagas are tested on "
                + switch (kind) {
                    case NAMED -> "the PostgreSQL that " + URL + " names";
                    case CONTAINER -> "PostgreSQL in a container of " + image + ": " + reason;
                    case EMBEDDED -> "PostgreSQL from binaries that Maven has brought: " + reason;
                };
    }

    /** The one that there always is. */
    static Choice embedded(String reason) {
        return new Choice(Kind.EMBEDDED, "", reason);
    }

    private static Choice cannot(String reason) {
        throw new IllegalStateException(IMAGE + " is set, but " + reason);
    }
}
