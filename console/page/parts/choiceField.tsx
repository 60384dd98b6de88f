interface ChoiceFieldProps {
  id: string;
  label: string;
  value: string | undefined;
  /** In their order; a text is its own value. */
  options: readonly (string | readonly [value: string, text: string])[];
  wide?: boolean;
  onChosen: (value: string) => void;
}

/** One of several, under its label. */
export function ChoiceField({ id, label, value, options, wide = false, onChosen }: ChoiceFieldProps) {
  return (
    <div class={wide ? "field wide" : "field"}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={(event) => {
          onChosen(event.currentTarget.value);
        }}
      >
        {options.map((option) => {
          const [key, text] = typeof option === "string" ? [option, option] : option;
          return (
            <option key={key} value={key}>
              {text}
            </option>
          );
        })}
      </select>
    </div>
  );
}
