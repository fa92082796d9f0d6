package com.orchestrator.server.rest;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.server.model.RuntimeResource;

/** What bodies an address takes. */
final class AcceptedTypes {

    private AcceptedTypes() {}

    /** As in an {@code Accept} header; empty when nobody knows. */
    static String of(ExtendedUriInfo uri, String method) {
        List<RuntimeResource> matched = uri.getMatchedRuntimeResources();
        return matched.isEmpty()
                ? ""
                : matched.get(0).getResourceMethods().stream()
                        .filter(candidate -> candidate.getHttpMethod().equals(method))
                        .map(ResourceMethod::getConsumedTypes)
                        .flatMap(List::stream)
                        .map(MediaType::toString)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }
}
