package com.orchestrator.worker.cdi;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Threads of the container, which know the application: its names, its class loader, its security. */
final class ContainerThreads {

    private static final String DEFAULT = "java:comp/DefaultManagedThreadFactory";

    private ContainerThreads() {}

    /** Asked on a thread of the application; empty where there is no such container. The name is the container's own. */
    @SuppressWarnings("BanJNDI")
    static Optional<ThreadFactory> ofApplication() {
        try {
            return new InitialContext().lookup(DEFAULT) instanceof ThreadFactory factory
                    ? Optional.of(factory)
                    : Optional.empty();
        } catch (NamingException | LinkageError thereIsNone) {
            return Optional.empty();
        }
    }
}
