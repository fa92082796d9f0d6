package com.orchestrator.server.auth;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.function.BooleanSupplier;

/**
 * Puts a guard in front of every resource method when the application starts. A method that says nothing about access
 * stops the start: forgetting the annotation must not open a door.
 */
@Provider
public final class AccessFeature implements DynamicFeature {

    private static final String STILL_KNOWN = AccessFeature.class.getName();

    private final Authenticator authenticator;
    private final Whereabouts whereabouts;

    public AccessFeature(Authenticator authenticator, Whereabouts whereabouts) {
        this.authenticator = authenticator;
        this.whereabouts = whereabouts;
    }

    /** For what goes on after it was let in: whether its caller still would be. */
    public static BooleanSupplier stillKnown(ContainerRequestContext request) {
        return request.getProperty(STILL_KNOWN) instanceof BooleanSupplier known ? known : () -> true;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Class<?> resourceClass = resource.getResourceClass();
        boolean isOpen = resourceClass.isAnnotationPresent(Open.class)
                || resource.getResourceMethod().isAnnotationPresent(Open.class);
        if (isOpen || isOfFramework(resourceClass)) {
            return;
        }
        Requires requires = resource.getResourceMethod().getAnnotation(Requires.class);
        if (requires == null) {
            throw new IllegalStateException(resource.getResourceMethod() + " does not say which role it requires");
        }
        context.register(new Guard(requires), Priorities.AUTHENTICATION);
    }

    /** Jersey answers OPTIONS by methods of its own, which say nothing but the allowed methods. */
    private static boolean isOfFramework(Class<?> resourceClass) {
        return !resourceClass.isAnnotationPresent(Path.class);
    }

    private final class Guard implements ContainerRequestFilter {

        private final Requires wanted;

        Guard(Requires wanted) {
            this.wanted = wanted;
        }

        /** What a condition is true of says what it asks about. */
        private void requirePlain(Caller caller, ContainerRequestContext request) {
            boolean asks = !caller.readsPayloads() && asksForPayloads(request);
            if (wanted.payloads() || asks) {
                throw Access.blind(caller);
            }
        }

        private boolean asksForPayloads(ContainerRequestContext request) {
            return request.getUriInfo().getQueryParameters().keySet().stream()
                    .anyMatch(name -> name.equals("filter") || name.startsWith("attr."));
        }

        @Override
        public void filter(ContainerRequestContext request) {
            MultivaluedMap<String, String> path = request.getUriInfo().getPathParameters();
            Credentials credentials = Credentials.of(request);
            Caller caller = authenticator.admit(
                    credentials,
                    wanted.role(),
                    () -> wanted.on().locate(path::getFirst, whereabouts),
                    () -> wanted.on().named(path::getFirst));
            if (!caller.readsSensitive()) {
                requirePlain(caller, request);
            }
            request.setProperty(STILL_KNOWN, (BooleanSupplier) () -> authenticator.isStillKnown(credentials));
            request.setSecurityContext(
                    new CallerSecurity(caller, request.getSecurityContext().isSecure()));
        }
    }

    private record CallerSecurity(Caller caller, boolean isSecure) implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.roles().stream().anyMatch(held -> held.name().equalsIgnoreCase(role));
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
