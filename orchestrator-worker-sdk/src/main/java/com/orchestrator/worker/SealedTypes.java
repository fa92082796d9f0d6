package com.orchestrator.worker;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sealed interfaces without annotations are read as the permitted type that has the fields at hand. One that says itself how
 * it is to be told apart is left to that.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value told = super.findPolymorphicTypeInfo(config, annotated);
        return told == null && isSealed(annotated)
                ? JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.DEDUCTION, JsonTypeInfo.As.PROPERTY, null, null, false, null)
                : told;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        List<NamedType> told = super.findSubtypes(annotated);
        return told == null && isSealed(annotated)
                ? Arrays.stream(annotated.getRawType().getPermittedSubclasses())
                        .map(NamedType::new)
                        .toList()
                : told;
    }

    /** Of a type itself, not of a field or method that has it: that would come as a second answer to the same question. */
    private static boolean isSealed(Annotated annotated) {
        return annotated.getAnnotated() instanceof Class<?> type && type.isSealed() && type.isInterface();
    }
}
