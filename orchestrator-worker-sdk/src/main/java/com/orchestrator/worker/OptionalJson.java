package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.ReferenceTypeDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.ReferenceTypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.type.TypeModifier;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code Optional} and its kin as the value, or as null when empty; an absent field is an empty one. By hand, as
 * {@link JavaTimeJson} is.
 */
final class OptionalJson {

    private OptionalJson() {}

    static SimpleModule module() {
        SimpleModule module = new OptionalModule();
        number(module, OptionalInt.class, OptionalInt.empty(), JsonParser::getIntValue, OptionalInt::of);
        number(module, OptionalLong.class, OptionalLong.empty(), JsonParser::getLongValue, OptionalLong::of);
        number(module, OptionalDouble.class, OptionalDouble.empty(), JsonParser::getDoubleValue, OptionalDouble::of);
        return module.addSerializer(
                        new NumberWriter<>(OptionalInt.class, it -> it.isPresent() ? (Number) it.getAsInt() : null))
                .addSerializer(
                        new NumberWriter<>(OptionalLong.class, it -> it.isPresent() ? (Number) it.getAsLong() : null))
                .addSerializer(new NumberWriter<>(
                        OptionalDouble.class, it -> it.isPresent() ? (Number) it.getAsDouble() : null));
    }

    private interface Parse<V> {
        V value(JsonParser in) throws IOException;
    }

    private static <T, V> void number(
            SimpleModule module, Class<T> type, T empty, Parse<V> parse, Function<V, T> wrap) {
        module.addDeserializer(type, new NumberReader<>(type, empty, parse, wrap));
    }

    private static final class OptionalModule extends SimpleModule {
        private static final long serialVersionUID = 1L;

        OptionalModule() {
            super("orchestrator-optional");
        }

        @Override
        public void setupModule(Module.SetupContext context) {
            super.setupModule(context);
            context.addTypeModifier(new OptionalAsReference());
            context.addSerializers(new Serializers.Base() {
                @Override
                public @Nullable JsonSerializer<?> findReferenceSerializer(
                        SerializationConfig config,
                        ReferenceType type,
                        BeanDescription description,
                        @Nullable TypeSerializer contentType,
                        @Nullable JsonSerializer<Object> content) {
                    return type.hasRawClass(Optional.class) ? new Writer(type, contentType, content) : null;
                }
            });
            context.addDeserializers(new Deserializers.Base() {
                @Override
                public @Nullable JsonDeserializer<?> findReferenceDeserializer(
                        ReferenceType type,
                        DeserializationConfig config,
                        BeanDescription description,
                        @Nullable TypeDeserializer contentType,
                        @Nullable JsonDeserializer<?> content) {
                    return type.hasRawClass(Optional.class) ? new Reader(type, null, contentType, content) : null;
                }
            });
        }
    }

    private static final class OptionalAsReference extends TypeModifier {
        @Override
        public JavaType modifyType(JavaType type, Type jdkType, TypeBindings bindings, TypeFactory factory) {
            return type.hasRawClass(Optional.class) && !type.isReferenceType()
                    ? ReferenceType.upgradeFrom(type, type.containedTypeOrUnknown(0))
                    : type;
        }
    }

    private static final class Writer extends ReferenceTypeSerializer<Optional<?>> {
        private static final long serialVersionUID = 1L;

        Writer(ReferenceType type, @Nullable TypeSerializer contentType, @Nullable JsonSerializer<Object> content) {
            super(type, true, contentType, content);
        }

        private Writer(
                Writer base,
                @Nullable BeanProperty property,
                @Nullable TypeSerializer contentType,
                @Nullable JsonSerializer<?> content,
                @Nullable NameTransformer unwrapper,
                @Nullable Object suppressable,
                boolean suppressNulls) {
            super(base, property, contentType, content, unwrapper, suppressable, suppressNulls);
        }

        @Override
        protected ReferenceTypeSerializer<Optional<?>> withResolved(
                @Nullable BeanProperty property,
                @Nullable TypeSerializer contentType,
                @Nullable JsonSerializer<?> content,
                @Nullable NameTransformer unwrapper) {
            return new Writer(this, property, contentType, content, unwrapper, _suppressableValue, _suppressNulls);
        }

        @Override
        public ReferenceTypeSerializer<Optional<?>> withContentInclusion(
                @Nullable Object suppressable, boolean suppressNulls) {
            return new Writer(
                    this, _property, _valueTypeSerializer, _valueSerializer, _unwrapper, suppressable, suppressNulls);
        }

        @Override
        protected boolean _isValuePresent(Optional<?> value) {
            return value.isPresent();
        }

        @Override
        protected Object _getReferenced(Optional<?> value) {
            return value.orElseThrow();
        }

        @Override
        protected @Nullable Object _getReferencedIfPresent(Optional<?> value) {
            return value.orElse(null);
        }
    }

    private static final class Reader extends ReferenceTypeDeserializer<Optional<?>> {
        private static final long serialVersionUID = 1L;

        Reader(
                JavaType type,
                @Nullable ValueInstantiator instantiator,
                @Nullable TypeDeserializer contentType,
                @Nullable JsonDeserializer<?> content) {
            super(type, instantiator, contentType, content);
        }

        @Override
        protected ReferenceTypeDeserializer<Optional<?>> withResolved(
                @Nullable TypeDeserializer contentType, @Nullable JsonDeserializer<?> content) {
            return new Reader(_fullType, _valueInstantiator, contentType, content);
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Optional<?> referenceValue(@Nullable Object contents) {
            return Optional.ofNullable(contents);
        }

        @Override
        public Optional<?> updateReference(Optional<?> reference, @Nullable Object contents) {
            return Optional.ofNullable(contents);
        }

        @Override
        public @Nullable Object getReferenced(Optional<?> reference) {
            return reference.orElse(null);
        }
    }

    private static final class NumberWriter<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, @Nullable Number> number;

        NumberWriter(Class<T> type, Function<T, @Nullable Number> number) {
            super(type);
            this.number = number;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeObject(number.apply(value));
        }
    }

    private static final class NumberReader<T, V> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient T empty;
        private final transient Parse<V> parse;
        private final transient Function<V, T> wrap;

        NumberReader(Class<T> type, T empty, Parse<V> parse, Function<V, T> wrap) {
            super(type);
            this.empty = empty;
            this.parse = parse;
            this.wrap = wrap;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.currentToken().isNumeric()
                    ? wrap.apply(parse.value(in))
                    : (T) context.handleUnexpectedToken(handledType(), in);
        }

        @Override
        public T getNullValue(DeserializationContext context) {
            return empty;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return empty;
        }
    }
}
