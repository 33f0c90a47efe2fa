// A tree that the keyboard walks as the authoring practices for WAI-ARIA trees say: one item is in the tab order, the arrows do the rest.
import { element } from '../dom';
import type { Child } from '../dom';

export interface TreeNode {
  key: string;
  label: Child[];
  children: TreeNode[];
}

export interface Tree {
  host: HTMLElement;
  /** Makes a node the chosen one, its ancestors unfolded. */
  choose: (key: string) => void;
}

export function tree(label: string, root: TreeNode, isOpen: (node: TreeNode) => boolean, chosen: (key: string) => void): Tree {
  const items = new Map<string, HTMLElement>();
  const host = element('ul', { role: 'tree', 'aria-label': label, class: 'tree' });

  const item = (node: TreeNode, level: number, place: number, siblings: number): HTMLElement => {
    const made = element(
      'li',
      {
        role: 'treeitem',
        'aria-level': String(level),
        'aria-posinset': String(place),
        'aria-setsize': String(siblings),
        'aria-selected': 'false',
        'data-key': node.key,
        tabindex: '-1',
        ...(node.children.length > 0 ? { 'aria-expanded': String(isOpen(node)) } : {}),
      },
      element('span', { class: 'node', id: `node-${node.key}` }, ...node.label),
    );
    made.setAttribute('aria-labelledby', `node-${node.key}`);
    if (node.children.length > 0) {
      made.append(element('ul', { role: 'group' }, ...node.children.map((child, i) => item(child, level + 1, i + 1, node.children.length))));
    }
    items.set(node.key, made);
    return made;
  };
  host.append(item(root, 1, 1, 1));

  const seen = (): HTMLElement[] =>
    [...host.querySelectorAll<HTMLElement>('[role=treeitem]')].filter(i => i.parentElement!.closest('[aria-expanded=false]') === null);
  const above = (i: HTMLElement): HTMLElement | null => i.parentElement!.closest<HTMLElement>('[role=treeitem]');
  let current = items.get(root.key)!;
  const enter = (i: HTMLElement): void => {
    current.tabIndex = -1;
    current = i;
    current.tabIndex = 0;
  };
  enter(current);
  const focus = (i: HTMLElement | null | undefined): void => {
    if (!i) return;
    enter(i);
    i.focus();
    i.querySelector('.node')?.scrollIntoView({ block: 'nearest' });
  };
  const fold = (i: HTMLElement, open: boolean): void => {
    if (i.hasAttribute('aria-expanded')) i.setAttribute('aria-expanded', String(open));
    // What is folded away can't have the focus.
    if (!open && i !== current && i.contains(current)) focus(i);
  };
  const mark = (i: HTMLElement): void => {
    for (const other of host.querySelectorAll('[aria-selected=true]')) other.setAttribute('aria-selected', 'false');
    i.setAttribute('aria-selected', 'true');
    enter(i);
  };

  host.addEventListener('click', event => {
    const on = (event.target as Element).closest<HTMLElement>('[role=treeitem]');
    if (on === null) return;
    focus(on);
    // The sign before the label folds; the label chooses.
    const isSign = event.offsetX < 18 && (event.target as Element).classList.contains('node') && on.hasAttribute('aria-expanded');
    if (isSign) {
      fold(on, on.getAttribute('aria-expanded') === 'false');
    } else {
      mark(on);
      chosen(on.dataset.key!);
    }
  });
  host.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const all = seen();
    const at = all.indexOf(current);
    const open = current.getAttribute('aria-expanded');
    switch (event.key) {
      case 'ArrowDown':
        focus(all[at + 1]);
        break;
      case 'ArrowUp':
        focus(all[at - 1]);
        break;
      case 'ArrowRight':
        if (open === 'false') fold(current, true);
        else if (open === 'true') focus(all[at + 1]);
        break;
      case 'ArrowLeft':
        if (open === 'true') fold(current, false);
        else focus(above(current));
        break;
      case 'Home':
        focus(all[0]);
        break;
      case 'End':
        focus(all[all.length - 1]);
        break;
      case '*':
        for (const sibling of current.parentElement!.children) fold(sibling as HTMLElement, true);
        break;
      case 'Enter':
      case ' ':
        mark(current);
        chosen(current.dataset.key!);
        break;
      default:
        return;
    }
    event.preventDefault();
  });

  return {
    host,
    choose: key => {
      const i = items.get(key);
      if (i === undefined) return;
      for (let up = above(i); up !== null; up = above(up)) up.setAttribute('aria-expanded', 'true');
      mark(i);
    },
  };
}
