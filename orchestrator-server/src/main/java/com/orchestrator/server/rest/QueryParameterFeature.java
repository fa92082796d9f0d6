package com.orchestrator.server.rest;

import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.json.Suggestion;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses query parameters a method does not declare, and repeated ones: a mistyped filter that is ignored shows more than
 * was asked for.
 */
@Provider
public final class QueryParameterFeature implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Set<String> known = Arrays.stream(resource.getResourceMethod().getParameters())
                .flatMap(QueryParameterFeature::declaredBy)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
        context.register(new Check(known));
    }

    /** Those that a parameter of a resource method stands for: itself, or the fields of its bean. */
    public static Stream<QueryParam> declaredBy(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields())
                        .flatMap(field -> Stream.ofNullable(field.getAnnotation(QueryParam.class)))
                : Stream.ofNullable(parameter.getAnnotation(QueryParam.class));
    }

    private record Check(Set<String> known) implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getUriInfo().getRequestUri().getRawQuery() == null) {
                return;
            }
            MultivaluedMap<String, String> given = request.getUriInfo().getQueryParameters();
            given.forEach((name, values) -> {
                if (!isKnown(name)) {
                    throw Refusals.invalid("/" + name, "'" + name + "' is not a known query parameter", hint(name));
                }
                if (values.size() > 1) {
                    throw Refusals.invalid("/" + name, "'" + name + "' is given more than once", null);
                }
            });
        }

        /** {@code attr.*} stands for every name that begins like it. */
        private boolean isKnown(String name) {
            int dot = name.indexOf('.');
            return known.contains(name) || (dot > 0 && known.contains(name.substring(0, dot + 1) + "*"));
        }

        private String hint(String name) {
            Optional<String> closest = Suggestion.hint(name, known);
            return closest.orElse(known.isEmpty() ? "none is known here" : "known are " + String.join(", ", known));
        }
    }
}
