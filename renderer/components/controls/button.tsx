import type { ReactNode, Ref } from 'react';
import { Icon, type IconName } from '../icon.tsx';

type Look = 'plain' | 'primary' | 'quiet' | 'danger';

type ButtonProps = {
  readonly children: ReactNode;
  readonly onClick?: (() => void) | undefined;
  readonly look?: Look;
  readonly icon?: IconName;
  /** Under way: it keeps its place and its focus, and does nothing more. */
  readonly pending?: boolean;
  readonly disabled?: boolean;
  readonly type?: 'button' | 'submit';
  readonly title?: string;
  /** Said to a screen reader instead of the text, where several buttons read the same. */
  readonly label?: string;
  readonly ref?: Ref<HTMLButtonElement>;
};

export function Button({ look = 'plain', type = 'button', pending = false, ref, ...props }: ButtonProps): ReactNode {
  return (
    <button
      ref={ref}
      // oxlint-disable-next-line react/button-has-type -- always given, by default `button`
      type={type}
      className={`button button-${look}`}
      aria-busy={pending}
      aria-disabled={pending || props.disabled === true}
      aria-label={props.label}
      title={props.title}
      onClick={(event) => {
        if (!pending && props.disabled !== true) props.onClick?.();
        else event.preventDefault();
      }}
    >
      {props.icon === undefined ? null : <Icon name={props.icon} />}
      <span>{props.children}</span>
    </button>
  );
}

type IconButtonProps = {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
};

export function IconButton({ icon, label, onClick, ref }: IconButtonProps): ReactNode {
  return (
    <button ref={ref} type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

type ButtonLinkProps = { readonly href: string; readonly children: ReactNode; readonly look?: Look };

/** Looks like a button and goes somewhere within the page. */
export function ButtonLink({ href, children, look = 'plain' }: ButtonLinkProps): ReactNode {
  return (
    <a className={`button button-${look}`} href={href}>
      <span>{children}</span>
    </a>
  );
}
